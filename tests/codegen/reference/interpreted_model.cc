#include "tests/codegen/reference/interpreted_model.h"

#include "compiler/ir/nn_roles.h"
#include "compiler/layers/all_layers.h"
#include "compiler/spec/load_spec.h"
#include "compiler/training/build_forward.h"
#include "compiler/training/passes.h"
#include "gtest/gtest.h"
#include "llvm/Support/ErrorHandling.h"
#include "mlir/Pass/PassManager.h"

namespace sinter::oracle {
namespace {

using mlir::func::FuncOp;
using nn::Role;

// The samples of a step from all of one array, as rows of the argument.
Tensor Gather(FuncOp function, unsigned argument, const Step& step,
              const std::vector<double>& all) {
  const auto type = llvm::cast<mlir::RankedTensorType>(
      function.getArgument(argument).getType());
  Tensor rows = Tensor::Zeros(type.getShape().vec());
  const size_t elements = rows.data.size() / type.getDimSize(0);
  for (size_t i = 0; i < step.indices.size(); ++i)
    for (size_t j = 0; j < elements; ++j)
      rows.data[i * elements + j] = all[step.indices[i] * elements + j];
  return rows;
}

// Which of the arguments of its role it is.
size_t PlaceOf(FuncOp function, unsigned argument, Role role) {
  const auto all = nn::FindArguments(function, role);
  return llvm::find(all, argument) - all.begin();
}

Tensor ArgumentOf(FuncOp function, unsigned i, const Step& step,
                  const State& state) {
  switch (*nn::GetArgumentRole(function, i)) {
    case Role::kX:
      return Gather(function, i, step,
                    step.data.x[PlaceOf(function, i, Role::kX)]);
    case Role::kY:
      return Gather(function, i, step,
                    step.data.y[PlaceOf(function, i, Role::kY)]);
    case Role::kSamples:
      return Tensor::Scalar(step.indices.size());
    case Role::kLearningRate:
      return Tensor::Scalar(step.learning_rate);
    case Role::kIteration:
      return Tensor::Scalar(step.iteration);
    case Role::kSeed:
      return Tensor::Scalar(step.seed);
    default:
      return state.at(nn::GetArgumentName(function, i).str());
  }
}

Tensor SideBySide(const std::vector<Tensor>& outputs) {
  int64_t cols = 0;
  for (const Tensor& output : outputs) cols += output.cols();
  Tensor joined = Tensor::Zeros({outputs.front().rows(), cols});
  int64_t first = 0;
  for (const Tensor& output : outputs) {
    for (int64_t i = 0; i < output.rows(); ++i)
      for (int64_t j = 0; j < output.cols(); ++j)
        joined(i, first + j) = output(i, j);
    first += output.cols();
  }
  return joined;
}

void KeepState(FuncOp function, const std::vector<Tensor>& results,
               State& state) {
  for (unsigned i = 0; i < results.size(); ++i) {
    if (!nn::IsKept(nn::GetResultRole(function, i))) continue;
    const auto [kept, is_new] =
        state.try_emplace(nn::GetResultName(function, i).str(), results[i]);
    // A step may see a variable in another shape than @initialize.
    if (!is_new) kept->second.data = results[i].data;
  }
}

}  // namespace

ModelSpec LoadValidSpec(const std::string& path) {
  Diagnostics diagnostics;
  const std::optional<ModelSpec> spec =
      LoadSpec(path, AllLayers(), diagnostics);
  EXPECT_TRUE(spec) << diagnostics.Text();
  return spec.value_or(ModelSpec());
}

InterpretedModel::InterpretedModel(const ModelSpec& spec)
    : steps_per_update_(StepsPerUpdate(spec.compile.optimizer)) {
  context_.disableMultithreading();
  module_ = BuildForward(spec, context_);
  mlir::PassManager manager(&context_);
  BuildTrainingPipeline(manager, spec);
  if (mlir::failed(manager.run(*module_)))
    llvm::report_fatal_error("a training pass failed", false);
}

State InterpretedModel::Initialize() {
  FuncOp function = Function(nn::kInitialize);
  State state;
  KeepState(function, Interpreter(function).Run({}), state);
  return state;
}

std::vector<std::string> InterpretedModel::ParameterNames() {
  FuncOp function = Function(nn::kInitialize);
  std::vector<std::string> names;
  for (const unsigned i : nn::FindResults(function, Role::kParameter))
    names.push_back(nn::GetResultName(function, i).str());
  return names;
}

Metrics InterpretedModel::Train(const Step& step, State& state) {
  const bool updates = (step.iteration + 1) % steps_per_update_ == 0;
  FuncOp function = Function(updates ? nn::kTrainStep : nn::kAccumulateStep);
  const std::vector<Tensor> results = Run(function, step, state);
  KeepState(function, results, state);
  return MetricsOf(function, results);
}

Metrics InterpretedModel::Evaluate(const Step& step, const State& state) {
  FuncOp function = Function(nn::kEvaluateStep);
  return MetricsOf(function, Run(function, step, state));
}

Tensor InterpretedModel::Predict(const Step& step, const State& state) {
  FuncOp function = Function(nn::kPredict);
  const std::vector<Tensor> results = Run(function, step, state);
  std::vector<Tensor> outputs;
  for (const unsigned i : nn::FindResults(function, Role::kOutput))
    outputs.push_back(results[i]);
  return SideBySide(outputs);
}

std::vector<Tensor> InterpretedModel::Run(FuncOp function, const Step& step,
                                          const State& state) {
  std::vector<Tensor> arguments;
  for (unsigned i = 0; i < function.getNumArguments(); ++i)
    arguments.push_back(ArgumentOf(function, i, step, state));
  return Interpreter(function).Run(arguments, observer_);
}

Metrics InterpretedModel::MetricsOf(FuncOp function,
                                    const std::vector<Tensor>& results) {
  Metrics metrics = {
      results[nn::FindResults(function, Role::kLoss).front()].scalar(), {}};
  for (const unsigned i : nn::FindResults(function, Role::kMetric))
    metrics.sums.push_back(results[i].scalar());
  return metrics;
}

FuncOp InterpretedModel::Function(llvm::StringRef name) {
  return module_->lookupSymbol<FuncOp>(name);
}

}  // namespace sinter::oracle
