#include "compiler/layers/sample_axis.h"

#include "compiler/spec/shapes.h"
#include "llvm/Support/FormatVariadic.h"

namespace sinter {

std::optional<size_t> SampleAxis(int64_t axis, const SampleShape& sample,
                                 LayerReport& report) {
  const auto rank = static_cast<int64_t>(sample.size());
  const int64_t dimension = DimensionOf(axis, rank);
  if (dimension >= 0 && dimension < rank) return static_cast<size_t>(dimension);
  report.ErrorIn("axis", "out-of-range",
                 llvm::formatv("samples of shape {0} have no axis {1}",
                               ShapeText(sample), axis),
                 llvm::formatv("1 to {0}, or -{0} to -1 from the last on: the "
                               "batch has none",
                               rank));
  return std::nullopt;
}

}  // namespace sinter
