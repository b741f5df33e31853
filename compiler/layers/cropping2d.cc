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
     "rows above and below, columns left and right; [[1, 2], [0, 3]] for "
     "four numbers",
     BordersMember<Cropping2DOptions, &Cropping2DOptions::cropping>},
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
  const auto& [above_below, left_right] = options_.cropping;
  const int64_t lost_rows = above_below[0] + above_below[1];
  const int64_t lost_cols = left_right[0] + left_right[1];
  if (lost_rows >= rows || lost_cols >= cols) {
    report.ErrorIn("cropping", "shape",
                   llvm::formatv("borders of {0} rows and {1} columns leave "
                                 "nothing of images of {2} x {3}",
                                 lost_rows, lost_cols, rows, cols));
    return std::nullopt;
  }
  return SampleShape{rows - lost_rows, cols - lost_cols, inputs.front().back()};
}

// The transpose of padding with zeros.
void Cropping2DLayer::Build(LayerBuilder& builder) const {
  constexpr SizesOfImage kOne = {1, 1};
  builder.SetOutput(builder.Create<nn::SpreadOp>(
      builder.output_type(), builder.input(), kOne, kOne,
      SizesOfImage{options_.cropping[0][0], options_.cropping[1][0]}));
}

}  // namespace sinter
