#include "compiler/layers/max_pooling2d.h"

#include "compiler/layers/layer_builder.h"

namespace sinter {

constinit const LayerType MaxPooling2DLayer::kType = {
    .section = {"MaxPooling2D",
                "The largest value of each window, channel by channel, on "
                "images [rows, columns, channels].",
                kPooling2DFields},
    .base_name = "max_pooling2d",
    .create = NewLayer<MaxPooling2DLayer>};

std::optional<SampleShape> MaxPooling2DLayer::InferOutput(
    std::span<const SampleShape> inputs, LayerReport& report) {
  if (options_.strides[0] == 0) options_.strides = options_.pool_size;
  return InferPooledImages(inputs.front(), options_.Window(), "MaxPooling2D",
                           report);
}

void MaxPooling2DLayer::Build(LayerBuilder& builder) const {
  builder.SetOutput(MaxPool(builder, builder.input(), options_.Window()));
}

}  // namespace sinter
