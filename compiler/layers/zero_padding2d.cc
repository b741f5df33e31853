#include "compiler/layers/zero_padding2d.h"

#include "compiler/ir/nn_dialect.h"
#include "compiler/layers/layer_builder.h"
#include "compiler/spec/field_members.h"
#include "compiler/spec/limits.h"

namespace sinter {
namespace {

constexpr SpecField kZeroPadding2DFields[] = {
    {"padding", "1", FromTo(0, kMostWindow),
     "rows above and below, columns left and right; [[1, 2], [0, 3]] for "
     "four numbers",
     BordersMember<ZeroPadding2DOptions, &ZeroPadding2DOptions::padding>},
};

}  // namespace

constinit const LayerType ZeroPadding2DLayer::kType = {
    .section = {"ZeroPadding2D",
                "Images [rows, columns, channels] with zeros around them.",
                kZeroPadding2DFields},
    .base_name = "zero_padding2d",
    .create = NewLayer<ZeroPadding2DLayer>};

std::optional<SampleShape> ZeroPadding2DLayer::InferOutput(
    std::span<const SampleShape> inputs, LayerReport& report) {
  if (!CheckImages(inputs.front(), "ZeroPadding2D", report))
    return std::nullopt;
  const auto [rows, cols] = ImageSizes(inputs.front());
  const auto& [above_below, left_right] = options_.padding;
  const SampleShape output = {rows + above_below[0] + above_below[1],
                              cols + left_right[0] + left_right[1],
                              inputs.front().back()};
  if (!report.CheckBatch(output, "padding")) return std::nullopt;
  return output;
}

// Sums of one pixel each; where a window has none, it is zero.
void ZeroPadding2DLayer::Build(LayerBuilder& builder) const {
  constexpr SizesOfImage kOne = {1, 1};
  builder.SetOutput(builder.Create<nn::SumPoolOp>(
      builder.output_type(), builder.input(), kOne, kOne,
      SizesOfImage{options_.padding[0][0], options_.padding[1][0]}));
}

}  // namespace sinter
