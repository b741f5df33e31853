// Samples and targets in memory, whoever owns them.
#ifndef SINTER_RUNTIME_ENGINE_SAMPLE_VIEW_H_
#define SINTER_RUNTIME_ENGINE_SAMPLE_VIEW_H_

#include <array>
#include <cstddef>

#include "runtime/engine/model.h"

namespace sinter::runtime {

// What a training or an evaluation reads, as Model describes it. The owner
// outlives the view.
struct SampleView {
  // Of each input [count, shape...] of its type.
  std::array<const std::byte*, kMostInputs> x = {};
  // Of each output labels [count] or values [count, elements]. All nullptr:
  // there are none, which predictions do not read.
  std::array<const std::byte*, kMostOutputs> y = {};
  size_t count = 0;
};

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_ENGINE_SAMPLE_VIEW_H_
