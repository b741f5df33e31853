#include "compiler/layers/spatial_dropout2d.h"

#include "compiler/ir/nn_dialect.h"
#include "compiler/layers/image_window.h"
#include "compiler/layers/layer_builder.h"
#include "compiler/spec/field_members.h"

namespace sinter {
namespace {

constexpr SpecField kSpatialDropout2DFields[] = {
    {"rate", kRequired, kBelowOne,
     "fraction of the channels set to zero while training",
     Member<DropoutOptions, &DropoutOptions::rate>},
};

}  // namespace

constinit const LayerType SpatialDropout2DLayer::kType = {
    .section = {"SpatialDropout2D",
                "While training, zeroes whole channels of images [rows, "
                "columns, channels] at random and scales the others by 1 / (1 "
                "- rate).",
                kSpatialDropout2DFields},
    .base_name = "spatial_dropout2d",
    .create = NewLayer<SpatialDropout2DLayer>};

std::optional<SampleShape> SpatialDropout2DLayer::InferOutput(
    std::span<const SampleShape> inputs, LayerReport& report) {
  if (!CheckImages(inputs.front(), "SpatialDropout2D", report))
    return std::nullopt;
  return inputs.front();
}

// Dropout of an image of one pixel that is all ones, spread over all pixels.
void SpatialDropout2DLayer::Build(LayerBuilder& builder) const {
  constexpr SizesOfImage kOne = {1, 1}, kNone = {0, 0};
  const mlir::Value x = builder.input();
  const mlir::RankedTensorType type = builder.output_type();
  const SizesOfImage image = {type.getDimSize(1), type.getDimSize(2)};
  const mlir::Value ones = builder.Create<nn::CountPoolOp>(
      type.clone({type.getDimSize(0), 1, 1, type.getDimSize(3)}), x, kOne, kOne,
      kNone);
  const RandomNumbers random = builder.DrawRandomNumbers();
  const mlir::Value channels = builder.Create<nn::DropoutOp>(
      ones, random.seed, random.iteration, options_.rate, random.stream);
  const mlir::Value mask =
      builder.Create<nn::SpreadOp>(type, channels, image, image, kNone);
  const mlir::Value dropped = builder.Create<nn::MultiplyOp>(x, mask);
  builder.SetOutput(builder.Create<nn::ByModeOp>(dropped, x));
}

}  // namespace sinter
