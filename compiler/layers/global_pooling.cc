#include "compiler/layers/global_pooling.h"

#include "compiler/ir/nn_dialect.h"
#include "compiler/layers/image_window.h"
#include "compiler/layers/layer_builder.h"
#include "compiler/layers/sequence.h"

namespace sinter {
namespace {

// One pixel of each image.
mlir::RankedTensorType PixelType(mlir::Value images) {
  const mlir::RankedTensorType type = TypeOf(images);
  return type.clone({type.getDimSize(0), 1, 1, type.getDimSize(3)});
}

mlir::Value AsOutput(LayerBuilder& builder, mlir::Value pixels) {
  return builder.Create<nn::ReshapeOp>(builder.output_type(), pixels);
}

}  // namespace

std::optional<SampleShape> InferOfImages(const SampleShape& input,
                                         const GlobalPoolingOptions& options,
                                         std::string_view layer,
                                         LayerReport& report) {
  if (!CheckImages(input, layer, report)) return std::nullopt;
  return options.keepdims ? SampleShape{1, 1, input.back()}
                          : SampleShape{input.back()};
}

std::optional<SampleShape> InferOfSequences(const SampleShape& input,
                                            const GlobalPoolingOptions& options,
                                            std::string_view layer,
                                            LayerReport& report) {
  if (!CheckSequences(input, layer, report)) return std::nullopt;
  return options.keepdims ? SampleShape{1, input.back()}
                          : SampleShape{input.back()};
}

// The factor is rounded: y is the quotient to a unit in the last place.
mlir::Value MeanOfImages(LayerBuilder& builder, mlir::Value images) {
  const auto size = TypeOf(images).getShape().slice(1, 2);
  const mlir::Value sums = builder.Create<nn::SumPoolOp>(
      PixelType(images), images, size, SizesOfImage{1, 1}, SizesOfImage{0, 0});
  const mlir::Value means = builder.Create<nn::RescaleOp>(
      sums, /*scale=*/1.0 / static_cast<double>(size[0] * size[1]),
      /*offset=*/0.0);
  return AsOutput(builder, means);
}

mlir::Value PeakOfImages(LayerBuilder& builder, mlir::Value images) {
  return AsOutput(builder,
                  builder.Create<nn::PeakOp>(PixelType(images), images));
}

}  // namespace sinter
