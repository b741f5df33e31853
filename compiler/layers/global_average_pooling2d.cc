#include "compiler/layers/global_average_pooling2d.h"

#include "compiler/ir/nn_dialect.h"
#include "compiler/layers/image_window.h"
#include "compiler/layers/layer_builder.h"
#include "compiler/spec/field_members.h"

namespace sinter {
namespace {

constexpr SpecField kGlobalAveragePooling2DFields[] = {
    {"keepdims", "false", kAny, "whether the shape is [1, 1, channels]",
     Member<GlobalAveragePooling2DOptions,
            &GlobalAveragePooling2DOptions::keepdims>},
};

}  // namespace

constinit const LayerType GlobalAveragePooling2DLayer::kType = {
    .section = {"GlobalAveragePooling2D",
                "The mean of each channel of images [rows, columns, channels].",
                kGlobalAveragePooling2DFields},
    .base_name = "global_average_pooling2d",
    .create = NewLayer<GlobalAveragePooling2DLayer>};

std::optional<SampleShape> GlobalAveragePooling2DLayer::InferOutput(
    std::span<const SampleShape> inputs, LayerReport& report) {
  if (!CheckImages(inputs.front(), "GlobalAveragePooling2D", report)) {
    return std::nullopt;
  }
  const int64_t channels = inputs.front().back();
  return options_.keepdims ? SampleShape{1, 1, channels}
                           : SampleShape{channels};
}

// The factor is rounded: y is the quotient to a unit in the last place.
void GlobalAveragePooling2DLayer::Build(LayerBuilder& builder) const {
  const auto images =
      mlir::cast<mlir::RankedTensorType>(builder.input().getType());
  const auto size = images.getShape().slice(1, 2);
  const auto sums = mlir::RankedTensorType::get(
      {images.getDimSize(0), 1, 1, images.getDimSize(3)},
      images.getElementType());
  mlir::Value y = builder.Create<nn::SumPoolOp>(
      sums, builder.input(), size, SizesOfImage{1, 1}, SizesOfImage{0, 0});
  y = builder.Create<nn::RescaleOp>(
      y, /*scale=*/1.0 / static_cast<double>(size[0] * size[1]),
      /*offset=*/0.0);
  if (!options_.keepdims) {
    y = builder.Create<nn::ReshapeOp>(builder.output_type(), y);
  }
  builder.SetOutput(y);
}

}  // namespace sinter
