#ifndef SINTER_COMPILER_LAYERS_SAMPLE_AXIS_H_
#define SINTER_COMPILER_LAYERS_SAMPLE_AXIS_H_

#include <optional>
#include <span>

#include "compiler/spec/layer.h"
#include "compiler/spec/layer_report.h"

namespace sinter {

// Which dimension of a sample of that shape Keras' `axis` is: 1 is the first,
// -1 the last. Nothing if it is none, which it reports of the key `axis`.
std::optional<size_t> SampleAxis(int64_t axis, const SampleShape& sample,
                                 LayerReport& report);

}  // namespace sinter

#endif  // SINTER_COMPILER_LAYERS_SAMPLE_AXIS_H_
