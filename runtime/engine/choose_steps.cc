#include "runtime/engine/choose_steps.h"

#include <algorithm>

namespace sinter::runtime {
namespace {

// Steps that skip zeros take a little more than twice the time of dense ones
// for a term that they do not skip, so they win below nearly half. The margin
// is for data whose nonzero elements do not stand side by side.
constexpr double kDenseFrom = 0.4;

constexpr size_t kBatchesSeen = 16;

// In what the sparse steps look at, the first input.
template <typename T>
size_t CountNonzeros(const StepArguments& batch, size_t elements) {
  size_t nonzeros = 0;
  for (uint32_t i = 0; i < batch.samples; ++i) {
    const size_t row = batch.indices == nullptr ? i : batch.indices[i];
    const T* sample = static_cast<const T*>(batch.x[0]) + row * elements;
    nonzeros += elements - std::count(sample, sample + elements, T{0});
  }
  return nonzeros;
}

// Nonzero elements among all, in batches spread over the set.
double Density(const InputInfo& input, const Batches& batches) {
  const size_t seen = std::min(kBatchesSeen, batches.steps());
  double nonzeros = 0;
  double elements = 0;
  for (size_t i = 0; i < seen; ++i) {
    StepArguments batch = {};
    batches.Select(i * batches.steps() / seen, batch);
    nonzeros += input.type == ElementType::kUint8
                    ? CountNonzeros<uint8_t>(batch, input.elements)
                    : CountNonzeros<float>(batch, input.elements);
    elements += static_cast<double>(batch.samples) * input.elements;
  }
  return nonzeros / elements;
}

}  // namespace

const StepFunctions& ChooseSteps(const Model& model, const Batches& batches) {
  const bool sparse = model.sparse_steps.train_step != nullptr &&
                      Density(model.inputs[0], batches) < kDenseFrom;
  return sparse ? model.sparse_steps : model.steps;
}

StepFunction TrainStepAt(const Model& model, const StepFunctions& steps,
                         uint64_t iteration) {
  const bool updates = (iteration + 1) % model.steps_per_update == 0;
  return updates ? steps.train_step : steps.accumulate_step;
}

}  // namespace sinter::runtime
