// The order in which samples are trained, and the batches they form.
#ifndef SINTER_RUNTIME_ENGINE_BATCHES_H_
#define SINTER_RUNTIME_ENGINE_BATCHES_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "runtime/engine/model.h"
#include "runtime/engine/sample_view.h"

namespace sinter::runtime {

// Consecutive samples of a set, cut into batches of Model::batch; the last one
// may be smaller. A view: the set, and the order if there is one, outlive it.
class Batches {
 public:
  // Samples first .. first + count - 1 of `data`, in file order.
  Batches(const Model& model, const SampleView& data, size_t first,
          size_t count);

  // The same samples, taken in the order that `order` lists (a permutation of
  // 0 .. count - 1).
  Batches(const Model& model, const SampleView& data, size_t first,
          std::span<const uint32_t> order);

  size_t samples() const { return samples_; }
  size_t steps() const { return (samples_ + batch_ - 1) / batch_; }
  // Samples of step `step` (less than steps()).
  uint32_t SamplesOf(size_t step) const;

  // Sets x, y, indices and samples of `arguments` to batch number `step`.
  void Select(size_t step, StepArguments& arguments) const;

 private:
  // What a step reads of one array, from the first of the samples on.
  struct Array {
    const std::byte* data = nullptr;
    size_t sample_bytes = 0;
  };

  std::array<Array, kMostInputs> x_;
  std::array<Array, kMostOutputs> y_;
  const uint32_t* order_ = nullptr;  // nullptr: file order
  size_t samples_;
  size_t batch_;
};

// A random order of `count` samples: a function of the seed and the epoch
// alone, so that any epoch can be begun without those before it. Fisher and
// Yates' shuffle of 0 .. count - 1, from the last place to the second, with
// Random(seed, RandomUse::kShuffle, epoch).Below(place + 1).
std::vector<uint32_t> ShuffledOrder(size_t count, uint64_t seed,
                                    uint32_t epoch);

// How many samples train when `validation_split` of them, the last ones, do
// not: Keras' floor(samples (1 - split)). Nothing when either part would be
// empty.
std::optional<size_t> TrainingSamples(size_t samples, double validation_split);

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_ENGINE_BATCHES_H_
