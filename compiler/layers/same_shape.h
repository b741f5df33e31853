// The shape rule of layers that work on the same element of each input.
#ifndef SINTER_COMPILER_LAYERS_SAME_SHAPE_H_
#define SINTER_COMPILER_LAYERS_SAME_SHAPE_H_

#include <optional>
#include <span>

#include "compiler/spec/layer_report.h"
#include "compiler/spec/layer_type.h"

namespace sinter {

// The one shape of all inputs; nothing, and a mistake, if there are several.
std::optional<SampleShape> InferSameShape(const LayerType& type,
                                          std::span<const SampleShape> inputs,
                                          LayerReport& report);

}  // namespace sinter

#endif  // SINTER_COMPILER_LAYERS_SAME_SHAPE_H_
