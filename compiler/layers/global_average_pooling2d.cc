#include "compiler/layers/global_average_pooling2d.h"

#include "compiler/layers/layer_builder.h"

namespace sinter {

constinit const LayerType GlobalAveragePooling2DLayer::kType = {
    .section = {"GlobalAveragePooling2D",
                "The mean of each channel of images [rows, columns, channels].",
                kGlobalPooling2DFields},
    .base_name = "global_average_pooling2d",
    .create = NewLayer<GlobalAveragePooling2DLayer>};

std::optional<SampleShape> GlobalAveragePooling2DLayer::InferOutput(
    std::span<const SampleShape> inputs, LayerReport& report) {
  return InferOfImages(inputs.front(), options_, "GlobalAveragePooling2D",
                       report);
}

void GlobalAveragePooling2DLayer::Build(LayerBuilder& builder) const {
  builder.SetOutput(MeanOfImages(builder, builder.input()));
}

}  // namespace sinter
