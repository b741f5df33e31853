#include <string>

#include "compiler/ir/nn_dialect.h"
#include "compiler/ir/nn_roles.h"
#include "compiler/training/build_forward.h"
#include "compiler/training/passes.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/Parser/Parser.h"
#include "tests/training/specs.h"

namespace sinter {
namespace {

using mlir::func::FuncOp;

class TrainingPipelineTest : public ::testing::Test {
 protected:
  void Run(const ModelSpec& spec) {
    module_ = BuildForward(spec, context_);
    mlir::PassManager manager(&context_);
    BuildTrainingPipeline(manager, spec);
    ASSERT_TRUE(mlir::succeeded(manager.run(*module_)));
    train_step_ = module_->lookupSymbol<FuncOp>(nn::kTrainStep);
    ASSERT_TRUE(train_step_);
  }

  template <typename Op>
  int Count() {
    return llvm::range_size(train_step_.getOps<Op>());
  }

  size_t Arguments(nn::Role role) {
    return nn::FindArguments(train_step_, role).size();
  }

  size_t Results(nn::Role role) {
    return nn::FindResults(train_step_, role).size();
  }

  static std::string Print(mlir::ModuleOp module) {
    std::string text;
    llvm::raw_string_ostream stream(text);
    module.print(stream, mlir::OpPrintingFlags().enableDebugInfo());
    return text;
  }

  mlir::MLIRContext context_;
  mlir::OwningOpRef<mlir::ModuleOp> module_;
  FuncOp train_step_;
};

TEST_F(TrainingPipelineTest, ArgumentsComeBackAsResultsInOrder) {
  Run(TwoLayerSpec());
  const unsigned first =
      nn::FindArguments(train_step_, nn::Role::kParameter)[0];
  ASSERT_EQ(first, 6u);
  ASSERT_EQ(train_step_.getNumArguments(), first + 8);
  for (unsigned i = 0; i < 8; ++i) {
    EXPECT_EQ(nn::GetResultRole(train_step_, i),
              nn::GetArgumentRole(train_step_, first + i));
    EXPECT_EQ(nn::GetResultName(train_step_, i),
              nn::GetArgumentName(train_step_, first + i));
  }
  EXPECT_EQ(nn::GetResultRole(train_step_, 8), nn::Role::kLoss);
  EXPECT_EQ(nn::GetResultRole(train_step_, 9), nn::Role::kMetric);
  EXPECT_EQ(nn::GetResultName(train_step_, 9), "accuracy");
  EXPECT_EQ(train_step_.getNumResults(), 10u);
}

// Two contractions forward, two weight gradients, one input gradient.
TEST_F(TrainingPipelineTest, NoInputGradientForTheFirstLayer) {
  Run(TwoLayerSpec());
  EXPECT_EQ(Count<nn::MatmulOp>(), 5);
  EXPECT_EQ(Count<nn::SoftmaxOp>(), 0);
}

TEST_F(TrainingPipelineTest, LeavesNothingUnused) {
  Run(AllLayersSpec());
  module_->walk([](mlir::Operation* op) {
    if (op->getDialect()->getNamespace() != "nn") return;
    EXPECT_FALSE(op->use_empty()) << op->getName().getStringRef().str();
  });
}

TEST_F(TrainingPipelineTest, EveryLayerKind) {
  Run(AllLayersSpec());
  const size_t parameters = CountDenseLayers() + CountBiases();
  EXPECT_EQ(Arguments(nn::Role::kParameter), parameters);
  EXPECT_EQ(Arguments(nn::Role::kSlot), 2 * parameters);  // Adam's
  EXPECT_EQ(Results(nn::Role::kParameter), parameters);
  EXPECT_EQ(Results(nn::Role::kSlot), 2 * parameters);
  EXPECT_EQ(Count<nn::AdamOp>(), static_cast<int>(parameters));
  EXPECT_EQ(Count<nn::SoftmaxGradOp>(), 2);
  EXPECT_EQ(Count<nn::GeluGradOp>(), 2);
}

// Each optimizer's fields reach its op.
TEST_F(TrainingPipelineTest, OptimizerFields) {
  ModelSpec spec = TwoLayerSpec();
  spec.compile.optimizer = RmspropOptimizer{.learning_rate = 0.1,
                                            .rho = 0.123456789,
                                            .momentum = 0.2,
                                            .epsilon = 0.3,
                                            .centered = true};
  Run(spec);
  auto rmsprop = *train_step_.getOps<nn::RmspropOp>().begin();
  EXPECT_EQ(rmsprop.getRho(), 0.123456789);
  EXPECT_EQ(rmsprop.getMomentum(), 0.2);
  EXPECT_EQ(rmsprop.getEpsilon(), 0.3);
  EXPECT_TRUE(rmsprop.getCentered());

  spec.compile.optimizer = SgdOptimizer{.momentum = 0.25, .nesterov = true};
  Run(spec);
  auto sgd = *train_step_.getOps<nn::SgdOp>().begin();
  EXPECT_EQ(sgd.getMomentum(), 0.25);
  EXPECT_TRUE(sgd.getNesterov());

  AdamwOptimizer fields;
  fields.beta_1 = 0.5;
  fields.beta_2 = 0.6;
  fields.epsilon = 0.7;
  fields.amsgrad = true;
  fields.common.weight_decay = 0.8;
  spec.compile.optimizer = fields;
  Run(spec);
  auto adamw = *train_step_.getOps<nn::AdamOp>().begin();
  EXPECT_EQ(adamw.getBeta_1(), 0.5);
  EXPECT_EQ(adamw.getBeta_2(), 0.6);
  EXPECT_EQ(adamw.getEpsilon(), 0.7);
  EXPECT_TRUE(adamw.getAmsgrad());
  EXPECT_EQ(adamw.getWeightDecay(), 0.8);

  fields.common.weight_decay.reset();
  spec.compile.optimizer = static_cast<const AdamOptimizer&>(fields);
  Run(spec);
  auto adam = *train_step_.getOps<nn::AdamOp>().begin();
  EXPECT_EQ(adam.getBeta_1(), 0.5);
  EXPECT_EQ(adam.getWeightDecay(), 0.0);
  EXPECT_EQ(adam.getAccumulationSteps(), 1u);
}

TEST_F(TrainingPipelineTest, FieldsOfAdamsRelatives) {
  ModelSpec spec = TwoLayerSpec();
  spec.compile.optimizer = AdamaxOptimizer{
      .beta_1 = 0.5,
      .beta_2 = 0.6,
      .epsilon = 0.7,
      .common = {
          .weight_decay = 0.8, .limits = {}, .gradient_accumulation_steps = 3}};
  Run(spec);
  auto adamax = *train_step_.getOps<nn::AdamaxOp>().begin();
  EXPECT_EQ(adamax.getBeta_1(), 0.5);
  EXPECT_EQ(adamax.getBeta_2(), 0.6);
  EXPECT_EQ(adamax.getEpsilon(), 0.7);
  EXPECT_EQ(adamax.getWeightDecay(), 0.8);
  EXPECT_EQ(adamax.getAccumulationSteps(), 3u);

  spec.compile.optimizer = AdadeltaOptimizer{
      .rho = 0.5, .epsilon = 0.6, .common = {.weight_decay = 0.7}};
  Run(spec);
  auto adadelta = *train_step_.getOps<nn::AdadeltaOp>().begin();
  EXPECT_EQ(adadelta.getRho(), 0.5);
  EXPECT_EQ(adadelta.getEpsilon(), 0.6);
  EXPECT_EQ(adadelta.getWeightDecay(), 0.7);
}

// Each limit reaches its op, one for each of four gradients or for all.
TEST_F(TrainingPipelineTest, GradientLimits) {
  ModelSpec spec = TwoLayerSpec();
  spec.compile.optimizer =
      SgdOptimizer{.common = {.weight_decay = 0.5, .limits = {.clipnorm = 2}}};
  Run(spec);
  EXPECT_EQ(Count<nn::SumOfSquaresOp>(), 4);
  EXPECT_EQ(Count<nn::LimitNormOp>(), 4);
  EXPECT_EQ(Count<nn::TimesOp>(), 4);
  auto norm = *train_step_.getOps<nn::LimitNormOp>().begin();
  EXPECT_EQ(norm.getLimit(), 2.0);
  EXPECT_FALSE(norm.getFinite());
  auto sgd = *train_step_.getOps<nn::SgdOp>().begin();
  EXPECT_EQ(sgd.getWeightDecay(), 0.5);

  spec.compile.optimizer =
      RmspropOptimizer{.common = {.limits = {.global_clipnorm = 3}}};
  Run(spec);
  EXPECT_EQ(Count<nn::SumOfSquaresOp>(), 4);
  EXPECT_EQ(Count<nn::LimitNormOp>(), 1);
  norm = *train_step_.getOps<nn::LimitNormOp>().begin();
  EXPECT_EQ(norm.getLimit(), 3.0);
  EXPECT_TRUE(norm.getFinite());

  spec.compile.optimizer =
      AdamOptimizer{.common = {.limits = {.clipvalue = 0.25}}};
  Run(spec);
  EXPECT_EQ(Count<nn::SumOfSquaresOp>(), 0);
  EXPECT_EQ(Count<nn::ClipOp>(), 4);
  EXPECT_EQ((*train_step_.getOps<nn::ClipOp>().begin()).getLimit(), 0.25);
}

TEST_F(TrainingPipelineTest, PrintsWhatItParses) {
  for (const ModelSpec& spec : {TwoLayerSpec(), AllLayersSpec()}) {
    Run(spec);
    const std::string text = Print(*module_);
    auto parsed = mlir::parseSourceString<mlir::ModuleOp>(
        text, mlir::ParserConfig(&context_));
    ASSERT_TRUE(parsed);
    EXPECT_EQ(Print(*parsed), text);
  }
}

}  // namespace
}  // namespace sinter
