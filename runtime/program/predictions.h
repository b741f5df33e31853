// Predictions as text.
#ifndef SINTER_RUNTIME_PROGRAM_PREDICTIONS_H_
#define SINTER_RUNTIME_PROGRAM_PREDICTIONS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "runtime/engine/model.h"
#include "runtime/program/results.h"

namespace sinter::runtime {

// What a model says of some samples, and what is true.
struct Predictions {
  std::span<const float> outputs;  // [labels.size(), stride]
  size_t stride;                   // floats from one row to the next
  size_t classes;                  // that count in each row
  std::span<const uint8_t> labels;
  OutputKind kind = OutputKind::kProbabilities;

  size_t size() const { return labels.size(); }
  std::span<const float> Row(size_t sample) const {
    return outputs.subspan(sample * stride, classes);
  }
  // The class with the largest output, the first of equals; none if an output
  // is NaN.
  std::optional<size_t> ArgMax(size_t sample) const;
};

// A line a sample: each class's probability, the most probable class, its
// probability, the label. Outputs that are neither probabilities nor logits
// stand as they are. Where no class is the most probable, "nan" twice.
void PrintTable(const Predictions& predictions, Results& results);

// An array of an object a sample: sample, probabilities, argmax, probability,
// label; of logits those, too, behind the probabilities. Of a model that gives
// neither: sample, outputs, argmax, output, label. What is no finite number
// becomes null, and so does the class where none is the most probable.
void PrintJson(const Predictions& predictions, Results& results);

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_PROGRAM_PREDICTIONS_H_
