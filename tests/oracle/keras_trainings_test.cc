// The passes of the training stage against Keras 3 itself: specs whose
// @train_step the interpreter runs for some steps, and what Keras made of the
// same models in float64, keras_trainings.json by make_keras_trainings.py.
#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "compiler/ir/nn_roles.h"
#include "compiler/layers/all_layers.h"
#include "compiler/spec/load_spec.h"
#include "compiler/training/build_forward.h"
#include "compiler/training/passes.h"
#include "gtest/gtest.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/Pass/PassManager.h"
#include "nlohmann/json.hpp"
#include "tests/oracle/interpreter.h"

namespace sinter::oracle {
namespace {

using Json = nlohmann::json;
using nn::Role;

// The file has 12 digits; of what Keras normalizes, in float32, fewer are
// right, and of XLA's tanh, which mish is made of, eight.
double ToleranceOf(const Json& test) {
  const std::string spec = test["spec"];
  const auto has = [&](const char* word) {
    return spec.find(word) != std::string::npos;
  };
  return has("BatchNormalization") ? 1e-5
         : has("mish")             ? 1e-7
         : has("RandomRotation")   ? 1e-6
                                   : 1e-10;
}

std::string SpecTextOf(const Json& test) {
  const std::string files =
      test["x"].size() == 1
          ? "{x: a, y: b}"
          : "{x: {image: a, numbers: b}, y: {kind: c, size: d}}";
  return "version: 1\nname: trained\ndata: {train: " + files +
         ", test: " + files + "}\n" + test["spec"].get<std::string>() +
         "fit: {batch_size: " + std::to_string(test["samples"].get<int>()) +
         "}\n";
}

// A spec's @train_step with the values that it keeps.
class Trainer {
 public:
  explicit Trainer(const ModelSpec& spec)
      : learning_rate_(LearningRate(spec.compile.optimizer)),
        steps_per_update_(StepsPerUpdate(spec.compile.optimizer)),
        module_(BuildForward(spec, context_)) {
    mlir::PassManager manager(&context_);
    BuildTrainingPipeline(manager, spec);
    EXPECT_TRUE(mlir::succeeded(manager.run(*module_)));
  }

  void SetVariables(const Json& variables) {
    for (const auto& [name, value] : variables.items())
      kept_[name] = {value["shape"], value["data"]};
  }

  // One step on the batch; its loss.
  double Step(const Json& test) {
    const bool updates = (iteration_ + 1) % steps_per_update_ == 0;
    step_ = module_->lookupSymbol<mlir::func::FuncOp>(
        updates ? nn::kTrainStep : nn::kAccumulateStep);
    std::vector<Tensor> arguments;
    for (unsigned i = 0; i < step_.getNumArguments(); ++i)
      arguments.push_back(Argument(i, test));
    const std::vector<Tensor> results = Interpreter(step_).Run(arguments);
    ++iteration_;
    double loss = NAN;
    for (unsigned i = 0; i < results.size(); ++i) {
      const std::string name = nn::GetResultName(step_, i).str();
      if (!name.empty()) kept_[name] = results[i];
      if (nn::GetResultRole(step_, i) == Role::kLoss)
        loss = results[i].scalar();
    }
    return loss;
  }

  const Tensor& kept(const std::string& name) const { return kept_.at(name); }

 private:
  // Which of the arguments of its role it is.
  size_t PlaceOf(unsigned index, Role role) {
    const auto all = nn::FindArguments(step_, role);
    return llvm::find(all, index) - all.begin();
  }

  Tensor Argument(unsigned index, const Json& test) {
    const auto type = llvm::dyn_cast<mlir::RankedTensorType>(
        step_.getArgument(index).getType());
    switch (*nn::GetArgumentRole(step_, index)) {
      case Role::kX:
        return {type.getShape().vec(), test["x"][PlaceOf(index, Role::kX)]};
      case Role::kY:
        return Targets(type, test, PlaceOf(index, Role::kY));
      case Role::kSamples:
        return Tensor::Scalar(test["samples"].get<double>());
      case Role::kLearningRate:
        return Tensor::Scalar(learning_rate_);
      case Role::kIteration:
        return Tensor::Scalar(iteration_);
      case Role::kSeed:
        return Tensor::Scalar(0);
      default:
        break;
    }
    // Slots begin as zeros.
    const std::string name = nn::GetArgumentName(step_, index).str();
    return kept_.try_emplace(name, Tensor::Zeros(type.getShape().vec()))
        .first->second;
  }

  // Backwards in every other step of a test that turns.
  Tensor Targets(mlir::RankedTensorType type, const Json& test, size_t place) {
    Tensor targets = {type.getShape().vec(), test["y"][place]};
    if (test.value("turns", false) && iteration_ % 2 != 0)
      std::ranges::reverse(targets.data);
    return targets;
  }

  double learning_rate_;
  int64_t steps_per_update_;
  mlir::MLIRContext context_;
  mlir::OwningOpRef<mlir::ModuleOp> module_;
  mlir::func::FuncOp step_;  // the one that runs
  int iteration_ = 0;
  std::map<std::string, Tensor> kept_;
};

TEST(KerasTrainings, AreTheSame) {
  std::ifstream file(SINTER_KERAS_TRAININGS);
  const Json cases = Json::parse(file);
  EXPECT_GE(cases.size(), 81u);
  for (const Json& test : cases) {
    SCOPED_TRACE(test["name"].get<std::string>());
    Diagnostics diagnostics;
    const std::optional<ModelSpec> spec =
        ParseSpec(SpecTextOf(test), "trained.yaml", AllLayers(), diagnostics);
    ASSERT_TRUE(spec) << diagnostics.Text();
    Trainer trainer(*spec);
    trainer.SetVariables(test["before"]);
    const auto expect_near = [&](double actual, double expected,
                                 const std::string& what) {
      EXPECT_NEAR(actual, expected,
                  ToleranceOf(test) * (1 + std::abs(expected)))
          << what;
    };
    for (const double loss : test["losses"])
      expect_near(trainer.Step(test), loss, "loss");
    for (const auto& [name, value] : test["after"].items()) {
      const Tensor& tensor = trainer.kept(name);
      ASSERT_EQ(tensor.data.size(), value["data"].size()) << name;
      for (size_t i = 0; i < tensor.data.size(); ++i)
        expect_near(tensor.data[i], value["data"][i], name);
    }
  }
}

}  // namespace
}  // namespace sinter::oracle
