#ifndef SINTER_COMPILER_LAYERS_SAMPLE_AXIS_H_
#define SINTER_COMPILER_LAYERS_SAMPLE_AXIS_H_

#include <cstddef>
#include <cstdint>
#include <optional>

#include "compiler/spec/layer.h"
#include "compiler/spec/layer_report.h"

namespace sinter {

// Which of `rank` dimensions of a sample Keras' `axis` is: 1 is the first, -1
// the last.
constexpr int64_t DimensionOf(int64_t axis, int64_t rank) {
  return axis < 0 ? rank + axis : axis - 1;
}

// The same of a sample of that shape. Nothing if it is none, which it reports
// of the key `axis`.
std::optional<size_t> SampleAxis(int64_t axis, const SampleShape& sample,
                                 LayerReport& report);

}  // namespace sinter

#endif  // SINTER_COMPILER_LAYERS_SAMPLE_AXIS_H_
