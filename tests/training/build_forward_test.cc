#include "compiler/training/build_forward.h"

#include <string>
#include <vector>

#include "compiler/ir/nn_dialect.h"
#include "compiler/ir/nn_roles.h"
#include "compiler/layers/dense.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/IR/Verifier.h"
#include "tests/training/specs.h"

namespace sinter {
namespace {

using mlir::func::FuncOp;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class BuildForwardTest : public ::testing::Test {
 protected:
  void Build(const ModelSpec& spec) {
    module_ = BuildForward(spec, context_);
    ASSERT_TRUE(module_);
    ASSERT_TRUE(mlir::succeeded(mlir::verify(*module_)));
    initialize_ = module_->lookupSymbol<FuncOp>(nn::kInitialize);
    forward_ = module_->lookupSymbol<FuncOp>(nn::kForward);
    ASSERT_TRUE(initialize_ && forward_);
  }

  // The names of a function's ops, "nn.matmul" and so on.
  static std::vector<std::string> OpNames(FuncOp function) {
    std::vector<std::string> names;
    for (mlir::Operation& op : function.getBody().front()) {
      names.push_back(op.getName().getStringRef().str());
    }
    return names;
  }

  static std::string Print(mlir::Attribute attribute) {
    std::string text;
    llvm::raw_string_ostream(text) << attribute;
    return text;
  }

  static std::string Print(mlir::Type type) {
    std::string text;
    llvm::raw_string_ostream(text) << type;
    return text;
  }

  mlir::MLIRContext context_;
  mlir::OwningOpRef<mlir::ModuleOp> module_;
  FuncOp initialize_;
  FuncOp forward_;
};

TEST_F(BuildForwardTest, OneOpPerStep) {
  Build(TwoLayerSpec());
  EXPECT_THAT(OpNames(forward_),
              ElementsAre("nn.cast", "nn.rescale", "nn.reshape", "nn.matmul",
                          "nn.bias_add", "nn.relu", "nn.matmul", "nn.bias_add",
                          "nn.softmax", "func.return"));
  auto rescale = *forward_.getOps<nn::RescaleOp>().begin();
  EXPECT_EQ(rescale.getScale(), 0.5);
  EXPECT_EQ(rescale.getOffset(), 1.0);
}

TEST_F(BuildForwardTest, ModuleNamesModel) {
  Build(TwoLayerSpec());
  EXPECT_EQ(Print((*module_)->getAttr(nn::kModelAttribute)), "\"two_layers\"");
}

TEST_F(BuildForwardTest, ArgumentsInOrder) {
  Build(TwoLayerSpec());
  const std::vector<std::string> roles = {"x",         "samples",   "seed",
                                          "iteration", "parameter", "parameter",
                                          "parameter", "parameter"};
  const std::vector<std::string> names = {"",
                                          "",
                                          "",
                                          "",
                                          "dense.kernel",
                                          "dense.bias",
                                          "dense_1.kernel",
                                          "dense_1.bias"};
  const std::vector<std::string> types = {"tensor<8x4x5xui8>",
                                          "i32",
                                          "i32",
                                          "i64",
                                          "tensor<20x6xf32>",
                                          "tensor<6xf32>",
                                          "tensor<6x3xf32>",
                                          "tensor<3xf32>"};
  ASSERT_EQ(forward_.getNumArguments(), roles.size());
  for (unsigned i = 0; i < roles.size(); ++i) {
    EXPECT_EQ(nn::ToString(*nn::GetArgumentRole(forward_, i)), roles[i]);
    EXPECT_EQ(nn::GetArgumentName(forward_, i), names[i]);
    EXPECT_EQ(Print(forward_.getArgument(i).getType()), types[i]);
  }
  ASSERT_EQ(forward_.getNumResults(), 1u);
  EXPECT_EQ(nn::GetResultRole(forward_, 0), nn::Role::kOutput);
  EXPECT_EQ(Print(forward_.getResultTypes()[0]), "tensor<8x3xf32>");
}

TEST_F(BuildForwardTest, InitializesParameters) {
  Build(TwoLayerSpec());
  std::vector<std::string> values;
  for (nn::InitializeOp op : initialize_.getOps<nn::InitializeOp>()) {
    values.push_back(nn::stringifyInitializerKind(op.getKind()).str() + " " +
                     std::to_string(op.getFanIn()) + " " +
                     std::to_string(op.getFanOut()));
  }
  EXPECT_THAT(values, ElementsAre("glorot_uniform 20 6", "zeros 6 6",
                                  "glorot_uniform 6 3", "zeros 3 3"));
  EXPECT_EQ(nn::GetResultName(initialize_, 3), "dense_1.bias");
  EXPECT_EQ(nn::GetResultRole(initialize_, 3), nn::Role::kParameter);
}

TEST_F(BuildForwardTest, OpsStandAtTheirLayers) {
  Build(TwoLayerSpec());
  const std::vector<std::string> expected = {
      "loc(\"rescaling\"(\"two_layers.yaml\":10:7))",
      "loc(\"rescaling\"(\"two_layers.yaml\":10:7))",
      "loc(\"flatten\"(\"two_layers.yaml\":11:7))",
      "loc(\"dense\"(\"two_layers.yaml\":12:7))"};
  std::vector<std::string> found;
  for (mlir::Operation& op : forward_.getBody().front()) {
    if (found.size() == expected.size()) break;
    found.push_back(Print(mlir::LocationAttr(op.getLoc())));
  }
  EXPECT_EQ(found, expected);
  const unsigned bias = nn::FindArguments(forward_, nn::Role::kParameter)[3];
  EXPECT_THAT(Print(mlir::LocationAttr(forward_.getArgument(bias).getLoc())),
              HasSubstr("\"dense_1\"(\"two_layers.yaml\":13:7)"));
}

TEST_F(BuildForwardTest, EveryLayerAndActivation) {
  Build(AllLayersSpec());
  const std::vector<std::string> names = OpNames(forward_);
  EXPECT_EQ(names.front(), "nn.reshape");  // A float32 input needs no cast.
  for (const char* activation :
       {"nn.relu", "nn.leaky_relu", "nn.elu", "nn.sigmoid", "nn.tanh",
        "nn.gelu", "nn.silu", "nn.softsign", "nn.softmax"}) {
    EXPECT_EQ(std::count(names.begin(), names.end(), activation), 2)
        << activation;
  }
  const auto count = [&](std::string_view name) -> size_t {
    return std::count(names.begin(), names.end(), name);
  };
  EXPECT_EQ(count("nn.matmul"), CountDenseLayers());
  EXPECT_EQ(count("nn.bias_add"), CountBiases());
}

TEST_F(BuildForwardTest, SharedVariablesAreThere) {
  Build(SharedSpec());
  std::vector<std::string> names;
  for (unsigned i = 0; i < forward_.getNumArguments(); ++i)
    if (nn::IsKept(nn::GetArgumentRole(forward_, i)))
      names.push_back(nn::GetArgumentName(forward_, i).str());
  EXPECT_THAT(names, ElementsAre("a.kernel", "norm.beta", "norm.moving_mean",
                                 "norm.moving_variance", "dense_1.kernel"));
}

// Of a kernel that two layers use, once.
TEST_F(BuildForwardTest, PenaltiesAreResults) {
  ModelSpec spec = SharedSpec();
  for (LayerSpec& layer : spec.layers) {
    if (layer.name != "a" && layer.shares != "a") continue;
    static_cast<DenseOptions*>(layer.kind->options())->kernel_regularizer = {
        Regularizer::Kind::kL2, 0.0, 0.5};
  }
  Build(spec);
  const auto results = nn::FindResults(forward_, nn::Role::kPenalty);
  ASSERT_EQ(results.size(), 1u);
  auto penalty = forward_.front()
                     .getTerminator()
                     ->getOperand(results.front())
                     .getDefiningOp<nn::PenaltyOp>();
  ASSERT_TRUE(penalty);
  EXPECT_EQ(penalty.getW(), forward_.getArgument(nn::FindArguments(
                                forward_, nn::Role::kParameter)[0]));
  EXPECT_EQ(penalty.getL1(), 0.0);
  EXPECT_EQ(penalty.getL2(), 0.5);
}

// In inference both uses read the averages of the step's begin; in training the
// second goes on where the first has left them.
TEST_F(BuildForwardTest, SharedStatesFollowEachOther) {
  Build(SharedSpec());
  const auto mean = forward_.getArgument(
      nn::FindArguments(forward_, nn::Role::kState).front());
  std::vector<nn::MovingAverageOp> averages;
  for (auto op : forward_.getOps<nn::MovingAverageOp>()) averages.push_back(op);
  ASSERT_EQ(averages.size(), 4u);
  EXPECT_EQ(averages[0].getWeight(), mean);
  EXPECT_EQ(averages[2].getWeight(), averages[0].getNewWeight());
  EXPECT_EQ(forward_.front().getTerminator()->getOperand(1),
            averages[2].getNewWeight());
  for (auto op : forward_.getOps<nn::StandardizeOp>())
    EXPECT_EQ(op.getMean(), mean);
}

// Each op is written down as its name and the ops or arguments that it reads.
TEST_F(BuildForwardTest, InputsConnectLayers) {
  Build(GraphSpec());
  llvm::DenseMap<mlir::Value, std::string> names;
  std::string last;
  names[forward_.getArgument(0)] = "x";
  for (const unsigned i : nn::FindArguments(forward_, nn::Role::kParameter)) {
    names[forward_.getArgument(i)] = nn::GetArgumentName(forward_, i).str();
  }
  for (mlir::Operation& op : forward_.getBody().front()) {
    std::string text = op.getName().stripDialect().str() + "(";
    for (const mlir::Value operand : op.getOperands()) {
      text += (text.back() == '(' ? "" : ", ") + names[operand];
    }
    text += ")";
    last = text;
    if (op.getNumResults() == 1) names[op.getResult(0)] = last;
  }
  EXPECT_EQ(last,
            "return(matmul(add(add(matmul(x, b.kernel), add(x, "
            "rescale(matmul(x, a.kernel)))), matmul(x, b.kernel)), "
            "dense.kernel))");
}

TEST_F(BuildForwardTest, DropoutLayersDrawFromTheirOwnStreams) {
  Build(AllLayersSpec());
  uint32_t stream = 0;
  for (nn::DropoutOp dropout : forward_.getOps<nn::DropoutOp>()) {
    EXPECT_EQ(dropout.getStream(), stream++);
    EXPECT_EQ(dropout.getRate(), 0.25);
  }
  EXPECT_EQ(stream, CountDenseLayers() - 1);
}

}  // namespace
}  // namespace sinter
