#include "tests/runtime/toy_model.h"

#include <algorithm>
#include <cstring>

#include "runtime/engine/panel_layout.h"

namespace sinter::runtime {
namespace {

constexpr size_t kStride = kLaneMultiple;
constexpr float kMomentum = 0.5f;

// Offsets in the state block: every row of 2 columns takes kStride floats.
constexpr size_t kKernel = 0;
constexpr size_t kBias = kKernel + kToyFeatures * kStride;
constexpr size_t kKernelMomentum = kBias + kStride;
constexpr size_t kBiasMomentum = kKernelMomentum + kToyFeatures * kStride;
constexpr size_t kStateFloats = kBiasMomentum + kStride;

constexpr TensorInfo Tensor(const char* name, TensorRole role,
                            Initializer initializer, uint32_t rows,
                            uint64_t offset) {
  return {name,   role,        initializer, rows == 1 ? 1u : 2u,
          rows,   kToyClasses, rows,        kToyClasses,
          offset, kStride};
}

constexpr TensorInfo kTensors[] = {
    Tensor("dense.kernel", TensorRole::kParameter, Initializer::kGlorotUniform,
           kToyFeatures, kKernel),
    Tensor("dense.bias", TensorRole::kParameter, Initializer::kZeros, 1, kBias),
    Tensor("dense.kernel.momentum", TensorRole::kSlot, Initializer::kZeros,
           kToyFeatures, kKernelMomentum),
    Tensor("dense.bias.momentum", TensorRole::kSlot, Initializer::kZeros, 1,
           kBiasMomentum)};

constexpr LayerInfo kLayers[] = {
    {"dense", "Dense", "(4, 2)", kToyFeatures* kToyClasses + kToyClasses}};

constexpr uint32_t kInputShape[] = {kToyFeatures};
constexpr InputInfo kByteInputs[] = {
    {"input", ElementType::kUint8, kInputShape, kToyFeatures}};
constexpr InputInfo kFloatInputs[] = {
    {"input", ElementType::kFloat32, kInputShape, kToyFeatures}};
constexpr OutputInfo kOutputs[] = {
    {"dense", kToyClasses, kStride, OutputKind::kValues, TargetKind::kLabels}};
constexpr const char* kTrainX[] = {"train-x"};
constexpr const char* kTrainY[] = {"train-y"};
constexpr const char* kTestX[] = {"test-x.gz"};
constexpr const char* kTestY[] = {"test-y.gz"};

ToyStepHook step_hook;

// Feature `f` of sample `i`, as a number around 1.
float Feature(const StepArguments& arguments, bool bytes, uint32_t i,
              uint32_t f) {
  const uint32_t row = arguments.indices == nullptr ? i : arguments.indices[i];
  const size_t element = size_t{row} * kToyFeatures + f;
  if (bytes) {
    return static_cast<const uint8_t*>(arguments.x[0])[element] / 255.0f;
  }
  float value;
  std::memcpy(&value,
              static_cast<const std::byte*>(arguments.x[0]) + 4 * element, 4);
  return value;
}

float Target(const StepArguments& arguments, uint32_t i, size_t column) {
  const uint32_t row = arguments.indices == nullptr ? i : arguments.indices[i];
  return static_cast<const uint8_t*>(arguments.y[0])[row] == column ? 1.0f
                                                                    : 0.0f;
}

// Each worker computes its own columns for all samples.
template <bool kBytes>
void Forward(const StepArguments& arguments, Range columns, float* outputs) {
  for (uint32_t i = 0; i < arguments.samples; ++i) {
    for (size_t c = columns.begin; c < columns.end; ++c) {
      float sum = arguments.state[kBias + c];
      for (uint32_t f = 0; f < kToyFeatures; ++f) {
        sum += Feature(arguments, kBytes, i, f) *
               arguments.state[kKernel + f * kStride + c];
      }
      outputs[i * kStride + c] = sum;
    }
  }
}

void WriteMetrics(const StepArguments& arguments, const float* outputs) {
  float loss = 0;
  float correct = 0;
  for (uint32_t i = 0; i < arguments.samples; ++i) {
    const float* row = outputs + i * kStride;
    for (size_t c = 0; c < kToyClasses; ++c) {
      const float error = row[c] - Target(arguments, i, c);
      loss += error * error / kToyClasses;
    }
    correct += Target(arguments, i, row[1] > row[0]);
  }
  arguments.metrics[0] = loss / arguments.samples;
  arguments.metrics[1] = correct;
  arguments.metrics[2] = loss;
}

void UpdateValue(const StepArguments& arguments, size_t value, size_t momentum,
                 float gradient) {
  float& m = arguments.state[momentum];
  m = kMomentum * m - arguments.learning_rate * gradient;
  arguments.state[value] += m;
}

template <bool kBytes>
void Update(const StepArguments& arguments, size_t c, const float* outputs) {
  float gradients[kToyFeatures + 1] = {};
  for (uint32_t i = 0; i < arguments.samples; ++i) {
    const float delta = 2 *
                        (outputs[i * kStride + c] - Target(arguments, i, c)) /
                        (kToyClasses * arguments.samples);
    for (uint32_t f = 0; f < kToyFeatures; ++f) {
      gradients[f] += delta * Feature(arguments, kBytes, i, f);
    }
    gradients[kToyFeatures] += delta;
  }
  for (uint32_t f = 0; f < kToyFeatures; ++f) {
    UpdateValue(arguments, kKernel + f * kStride + c,
                kKernelMomentum + f * kStride + c, gradients[f]);
  }
  UpdateValue(arguments, kBias + c, kBiasMomentum + c, gradients[kToyFeatures]);
}

template <bool kBytes>
void TrainStep(const StepArguments& arguments, const Worker& worker) {
  if (worker.index == 0 && step_hook) step_hook(arguments);
  worker.Wait();
  float* outputs = reinterpret_cast<float*>(arguments.arena);
  const Range columns = worker.Share(kToyClasses);
  Forward<kBytes>(arguments, columns, outputs);
  worker.Wait();
  if (worker.index == 0) WriteMetrics(arguments, outputs);
  for (size_t c = columns.begin; c < columns.end; ++c) {
    Update<kBytes>(arguments, c, outputs);
  }
  worker.Wait();
}

template <bool kBytes>
void EvaluateStep(const StepArguments& arguments, const Worker& worker) {
  float* outputs = reinterpret_cast<float*>(arguments.arena);
  Forward<kBytes>(arguments, worker.Share(kToyClasses), outputs);
  worker.Wait();
  if (worker.index == 0) WriteMetrics(arguments, outputs);
  worker.Wait();
}

template <bool kBytes>
void PredictStep(const StepArguments& arguments, const Worker& worker) {
  Forward<kBytes>(arguments, worker.Share(kToyClasses), arguments.output[0]);
  worker.Wait();
}

bool SelectTarget(const char* name) { return std::strcmp(name, "NONE") == 0; }

template <bool kBytes>
Model MakeModel() {
  Model model = {};
  model.name = "toy";
  model.spec_hash = "00ff";
  model.spec = "name: toy\n";
  model.sinter_version = "1.2.3";
  model.backend = "test";
  model.tensors = kTensors;
  model.layers = kLayers;
  model.data = {{kTrainX, kTrainY}, {kTestX, kTestY}};
  model.defaults = {2, 0.125f, 7, true, 0.0};
  model.inputs = kBytes ? kByteInputs : kFloatInputs;
  model.outputs = kOutputs;
  model.batch = kToyBatch;
  model.metrics = std::span(kToyMetrics).first(1);
  model.state_floats = kStateFloats;
  model.arena_bytes = kToyBatch * kStride * sizeof(float);
  model.train_flop = 1234567;
  model.predict_flop = 48;
  model.steps = {TrainStep<kBytes>, EvaluateStep<kBytes>, PredictStep<kBytes>,
                 PredictStep<kBytes>};
  const auto target = [] { return "NONE"; };
  model.simd = {target, target, SelectTarget, 0};
  return model;
}

}  // namespace

Model ToyModel() { return MakeModel<true>(); }
Model ToyFloatModel() { return MakeModel<false>(); }

Dataset ToyDataset(size_t count, ElementType type) {
  Dataset data;
  data.count = count;
  data.x.emplace_back().Resize(count * kToyFeatures * BytesOf(type));
  data.y.emplace_back().Resize(count);
  for (ByteBuffer* array : {&data.x[0], &data.y[0]}) {
    std::ranges::fill(array->bytes(), std::byte{0});
  }
  return data;
}

void SetToyStepHook(ToyStepHook hook) { step_hook = std::move(hook); }

}  // namespace sinter::runtime
