#include "tests/codegen/reference/compiled_model.h"

#include <algorithm>

#include "runtime/engine/choose_steps.h"
#include "runtime/engine/metrics.h"
#include "runtime/engine/panel_layout.h"
#include "runtime/files/tensor_file.h"

namespace sinter::oracle {
namespace {

using runtime::StepArguments;
using runtime::TensorInfo;

runtime::PanelLayout LayoutOf(const TensorInfo& tensor) {
  return {tensor.rows, tensor.cols, tensor.panel};
}

std::vector<int64_t> ShapeOf(const TensorInfo& tensor) {
  const std::vector<uint64_t> shape = runtime::CanonicalShape(tensor);
  return {shape.begin(), shape.end()};
}

}  // namespace

CompiledModel::CompiledModel(const runtime::Model& model, unsigned threads)
    : CompiledModel(model, threads, model.steps) {}

CompiledModel::CompiledModel(const runtime::Model& model, unsigned threads,
                             const runtime::StepFunctions& steps)
    : model_(model),
      steps_(steps),
      state_(model.state_floats),
      arena_(model.arena_bytes),
      team_(threads) {}

void CompiledModel::SetState(const State& state) {
  for (const TensorInfo& tensor : model_.tensors) {
    const Tensor& value = state.at(tensor.name);
    const runtime::PanelLayout layout = LayoutOf(tensor);
    float* const data = state_.data() + tensor.offset;
    for (uint32_t i = 0; i < tensor.rows; ++i)
      for (uint32_t j = 0; j < tensor.cols; ++j)
        data[layout.Offset(i, j)] =
            static_cast<float>(value.data[i * tensor.cols + j]);
  }
}

State CompiledModel::GetState() {
  State state;
  for (const TensorInfo& tensor : model_.tensors) {
    Tensor value = Tensor::Zeros(ShapeOf(tensor));
    const runtime::PanelLayout layout = LayoutOf(tensor);
    const float* const data = state_.data() + tensor.offset;
    for (uint32_t i = 0; i < tensor.rows; ++i)
      for (uint32_t j = 0; j < tensor.cols; ++j)
        value.data[i * tensor.cols + j] = data[layout.Offset(i, j)];
    state[tensor.name] = value;
  }
  return state;
}

Metrics CompiledModel::Train(const Step& step) {
  return RunForMetrics(runtime::TrainStepAt(model_, steps_, step.iteration),
                       step);
}

Metrics CompiledModel::Evaluate(const Step& step) {
  return RunForMetrics(steps_.evaluate_step, step);
}

Tensor CompiledModel::Predict(const Step& step) {
  return RunForOutput(steps_.predict, step);
}

Tensor CompiledModel::PredictOne(const Step& step) {
  return RunForOutput(steps_.predict_one, step);
}

Tensor CompiledModel::RunForOutput(runtime::StepFunction function,
                                   const Step& step) {
  const int64_t rows = step.indices.size();
  int64_t cols = 0;
  StepArguments arguments = ArgumentsOf(step);
  arguments.y = {};
  // A step has the room of a full batch, whatever its samples.
  std::vector<runtime::AlignedArray<float>> outputs;
  for (const runtime::OutputInfo& output : model_.outputs) {
    outputs.emplace_back(size_t{model_.batch} * output.stride);
    arguments.output[outputs.size() - 1] = outputs.back().data();
    cols += output.elements;
  }
  Run(function, arguments);
  Tensor result = Tensor::Zeros({rows, cols});
  int64_t first = 0;
  for (size_t k = 0; k < outputs.size(); ++k) {
    const runtime::OutputInfo& output = model_.outputs[k];
    for (int64_t i = 0; i < rows; ++i)
      for (uint32_t j = 0; j < output.elements; ++j)
        result(i, first + j) = outputs[k].data()[i * output.stride + j];
    first += output.elements;
  }
  return result;
}

template <typename T>
const void* CompiledModel::Hold(const std::vector<double>& all) {
  std::vector<std::byte>& bytes =
      held_.emplace_back(std::max<size_t>(1, all.size() * sizeof(T)));
  std::copy(all.begin(), all.end(), reinterpret_cast<T*>(bytes.data()));
  return bytes.data();
}

StepArguments CompiledModel::ArgumentsOf(const Step& step) {
  held_.clear();
  StepArguments arguments = {};
  for (size_t i = 0; i < model_.inputs.size(); ++i) {
    const bool is_bytes = model_.inputs[i].type == runtime::ElementType::kUint8;
    arguments.x[i] =
        is_bytes ? Hold<uint8_t>(step.data.x[i]) : Hold<float>(step.data.x[i]);
  }
  for (size_t i = 0; i < model_.outputs.size(); ++i) {
    const bool has_labels =
        model_.outputs[i].target == runtime::TargetKind::kLabels;
    arguments.y[i] = has_labels ? Hold<uint8_t>(step.data.y[i])
                                : Hold<float>(step.data.y[i]);
  }
  arguments.indices = step.in_order ? nullptr : step.indices.data();
  arguments.samples = step.indices.size();
  arguments.iteration = step.iteration;
  arguments.seed = step.seed;
  arguments.learning_rate = step.learning_rate;
  arguments.state = state_.data();
  arguments.arena = arena_.data();
  return arguments;
}

void CompiledModel::Run(runtime::StepFunction function,
                        const StepArguments& arguments) {
  team_.Run(
      [&](const runtime::Worker& worker) { function(arguments, worker); });
}

Metrics CompiledModel::RunForMetrics(runtime::StepFunction function,
                                     const Step& step) {
  float metrics[runtime::kStepMetrics] = {};
  StepArguments arguments = ArgumentsOf(step);
  arguments.metrics = metrics;
  Run(function, arguments);
  const float* const sums = metrics + 1;
  return {metrics[0], {sums, sums + model_.metrics.size()}};
}

}  // namespace sinter::oracle
