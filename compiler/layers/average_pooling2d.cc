#include "compiler/layers/average_pooling2d.h"

#include "compiler/layers/layer_builder.h"

namespace sinter {

constinit const LayerType AveragePooling2DLayer::kType = {
    .section = {"AveragePooling2D",
                "The mean of each window, channel by channel, on images [rows, "
                "columns, channels].",
                kPooling2DFields},
    .base_name = "average_pooling2d",
    .create = NewLayer<AveragePooling2DLayer>};

std::optional<SampleShape> AveragePooling2DLayer::InferOutput(
    std::span<const SampleShape> inputs, LayerReport& report) {
  if (options_.strides[0] == 0) options_.strides = options_.pool_size;
  return InferPooledImages(inputs.front(), options_.Window(),
                           "AveragePooling2D", report);
}

void AveragePooling2DLayer::Build(LayerBuilder& builder) const {
  builder.SetOutput(AveragePool(builder, builder.input(), options_.Window()));
}

}  // namespace sinter
