// Predictions as text.
#ifndef SINTER_RUNTIME_PROGRAM_PREDICTIONS_H_
#define SINTER_RUNTIME_PROGRAM_PREDICTIONS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "runtime/engine/model.h"
#include "runtime/program/results.h"

namespace sinter::runtime {

// What a model says of some samples in one of its outputs, and what is true.
struct Predictions {
  const OutputInfo* info;
  size_t samples;
  std::span<const float> outputs;  // [samples, info->stride]
  const std::byte* targets;        // labels or values, as info->target says

  std::span<const float> Row(size_t sample) const {
    return outputs.subspan(sample * info->stride, info->elements);
  }
  uint32_t Label(size_t sample) const {
    return static_cast<uint32_t>(targets[sample]);
  }
  std::span<const float> Values(size_t sample) const {
    const auto* all = reinterpret_cast<const float*>(targets);
    return {all + sample * info->elements, info->elements};
  }
  // What a class is called: its name, or its number.
  std::string ClassName(size_t label) const;
  // The class with the largest output, the first of equals; none if an output
  // is NaN.
  std::optional<size_t> ArgMax(size_t sample) const;
};

// A line a sample: each class's probability, the most probable class, its
// probability, the label; classes that have names by their names. Outputs that
// are neither probabilities nor logits stand as they are. Where no class is the
// most probable, "nan" twice. Where outputs are compared with values and are no
// classes': the outputs and the values. Of several outputs a table each, under
// its name.
void PrintTable(std::span<const Predictions> outputs, Results& results);

// An array of an object a sample: sample, probabilities, argmax, probability,
// label, and the names of both if classes have names; of logits those, too,
// behind the probabilities. Of a model that gives neither: sample, outputs,
// argmax, output, label. Compared with values: targets in place of the label,
// and no class where the outputs are none's. Of several outputs: sample, and
// such an object under each one's name. What is no finite number becomes null,
// and so does the class where none is the most probable.
void PrintJson(std::span<const Predictions> outputs, Results& results);

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_PROGRAM_PREDICTIONS_H_
