#include "compiler/layers/cropping2d.h"

#include "compiler/ir/nn_dialect.h"
#include "compiler/layers/layer_builder.h"
#include "compiler/spec/field_members.h"
#include "compiler/spec/limits.h"
#include "llvm/Support/FormatVariadic.h"

namespace sinter {
namespace {

constexpr SpecField kCropping2DFields[] = {
    {"cropping", "0", FromTo(0, kMostWindow),
     "rows above and below, columns left and right",
     PairMember<Cropping2DOptions, &Cropping2DOptions::cropping>},
};

}  // namespace

constinit const LayerType Cropping2DLayer::kType = {
    .section = {"Cropping2D",
                "Images [rows, columns, channels] without their borders.",
                kCropping2DFields},
    .base_name = "cropping2d",
    .create = NewLayer<Cropping2DLayer>};

std::optional<SampleShape> Cropping2DLayer::InferOutput(
    std::span<const SampleShape> inputs, LayerReport& report) {
  if (!CheckImages(inputs.front(), "Cropping2D", report)) return std::nullopt;
  const auto [rows, cols] = ImageSizes(inputs.front());
  const auto [above, left] = options_.cropping;
  if (2 * above >= rows || 2 * left >= cols) {
    report.ErrorIn("cropping", "shape",
                   llvm::formatv("borders of {0} and {1} leave nothing of "
                                 "images of {2} x {3}",
                                 above, left, rows, cols));
    return std::nullopt;
  }
  return SampleShape{rows - 2 * above, cols - 2 * left, inputs.front().back()};
}

// The transpose of padding with zeros.
void Cropping2DLayer::Build(LayerBuilder& builder) const {
  constexpr SizesOfImage kOne = {1, 1};
  builder.SetOutput(builder.Create<nn::SpreadOp>(
      builder.output_type(), builder.input(), kOne, kOne, options_.cropping));
}

}  // namespace sinter
