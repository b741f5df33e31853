#include "compiler/layers/sequence.h"

#include "compiler/ir/nn_dialect.h"
#include "compiler/layers/layer_builder.h"
#include "compiler/spec/shapes.h"
#include "llvm/Support/FormatVariadic.h"

namespace sinter {

bool CheckSequences(const SampleShape& input, std::string_view layer,
                    LayerReport& report) {
  if (input.size() == 2) return true;
  report.Error("rank",
               llvm::formatv("{0} needs sequences [steps, channels], not shape "
                             "{1}",
                             layer, ShapeText(input)),
               "add a Reshape before it");
  return false;
}

std::optional<int64_t> InferSteps(const SampleShape& input,
                                  const ImageWindow& window,
                                  std::string_view layer,
                                  std::string_view taps_key,
                                  LayerReport& report) {
  if (!CheckSequences(input, layer, report)) return std::nullopt;
  const int64_t steps = window.Outputs({input.front(), 1})[0];
  if (steps > 0) return steps;
  report.ErrorIn(taps_key, "shape",
                 llvm::formatv("a window of {0} does not fit into {1} steps",
                               window.Extent(0), input.front()),
                 "padding: same lets it reach beyond them");
  return std::nullopt;
}

mlir::Value AsImages(LayerBuilder& builder, mlir::Value sequences) {
  const auto type = TypeOf(sequences);
  return builder.Create<nn::ReshapeOp>(
      type.clone(
          {type.getDimSize(0), type.getDimSize(1), 1, type.getDimSize(2)}),
      sequences);
}

}  // namespace sinter
