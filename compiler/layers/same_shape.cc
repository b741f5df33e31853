#include "compiler/layers/same_shape.h"

#include <string>

#include "compiler/spec/shapes.h"
#include "llvm/Support/FormatVariadic.h"

namespace sinter {

std::optional<SampleShape> InferSameShape(const LayerType& type,
                                          std::span<const SampleShape> inputs,
                                          LayerReport& report) {
  const SampleShape& first = inputs.front();
  for (const SampleShape& other : inputs) {
    if (other == first) continue;
    report.ErrorIn(
        "inputs", "shape",
        llvm::formatv("{0} needs inputs of one shape, not {1} and {2}",
                      type.section.name, ShapeText(first), ShapeText(other)));
    return std::nullopt;
  }
  return first;
}

}  // namespace sinter
