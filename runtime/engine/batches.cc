#include "runtime/engine/batches.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>
#include <utility>

#include "runtime/engine/random.h"

namespace sinter::runtime {
namespace {

size_t SampleBytes(const InputInfo& input) {
  return input.elements * BytesOf(input.type);
}

size_t SampleBytes(const OutputInfo& output) {
  return output.target == TargetKind::kLabels ? 1
                                              : output.elements * sizeof(float);
}

}  // namespace

Batches::Batches(const Model& model, const SampleView& data, size_t first,
                 size_t count)
    : samples_(count), batch_(model.batch) {
  assert(first + count <= data.count);
  const auto from_first = [&](const std::byte* all, const auto& info) -> Array {
    if (all == nullptr) return {};
    return {all + first * SampleBytes(info), SampleBytes(info)};
  };
  for (size_t i = 0; i < model.inputs.size(); ++i) {
    x_[i] = from_first(data.x[i], model.inputs[i]);
  }
  for (size_t i = 0; i < model.outputs.size(); ++i) {
    y_[i] = from_first(data.y[i], model.outputs[i]);
  }
}

Batches::Batches(const Model& model, const SampleView& data, size_t first,
                 std::span<const uint32_t> order)
    : Batches(model, data, first, order.size()) {
  order_ = order.data();
}

uint32_t Batches::SamplesOf(size_t step) const {
  return static_cast<uint32_t>(std::min(batch_, samples_ - step * batch_));
}

void Batches::Select(size_t step, StepArguments& arguments) const {
  assert(step < steps());
  const size_t first = step * batch_;
  const size_t skipped = order_ == nullptr ? first : 0;
  const auto at = [&](const Array& array) -> const void* {
    return array.data + skipped * array.sample_bytes;
  };
  std::ranges::transform(x_, arguments.x.begin(), at);
  std::ranges::transform(y_, arguments.y.begin(), at);
  arguments.indices = order_ == nullptr ? nullptr : order_ + first;
  arguments.samples = SamplesOf(step);
}

std::vector<uint32_t> ShuffledOrder(size_t count, uint64_t seed,
                                    uint32_t epoch) {
  std::vector<uint32_t> order(count);
  std::iota(order.begin(), order.end(), 0u);
  Random random(seed, RandomUse::kShuffle, epoch);
  for (size_t place = count; place-- > 1;) {
    std::swap(order[place],
              order[random.Below(static_cast<uint32_t>(place) + 1)]);
  }
  return order;
}

std::optional<size_t> TrainingSamples(size_t samples, double validation_split) {
  if (validation_split == 0) return samples;
  const size_t training = static_cast<size_t>(
      std::floor(static_cast<double>(samples) * (1 - validation_split)));
  if (training == 0 || training == samples) return std::nullopt;
  return training;
}

}  // namespace sinter::runtime
