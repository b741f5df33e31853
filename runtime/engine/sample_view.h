// Samples and labels in memory, whoever owns them.
#ifndef SINTER_RUNTIME_ENGINE_SAMPLE_VIEW_H_
#define SINTER_RUNTIME_ENGINE_SAMPLE_VIEW_H_

#include <cstddef>
#include <cstdint>

namespace sinter::runtime {

// What a training or an evaluation reads, as Model describes it. The owner
// outlives the view.
struct SampleView {
  const std::byte* x = nullptr;  // [count, input_shape...] of input_type
  // [count], each less than the model's classes; nullptr: there are no labels,
  // which predictions do not read.
  const uint8_t* y = nullptr;
  size_t count = 0;
};

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_ENGINE_SAMPLE_VIEW_H_
