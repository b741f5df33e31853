#include "compiler/layers/global_max_pooling2d.h"

#include "compiler/layers/layer_builder.h"

namespace sinter {

constinit const LayerType GlobalMaxPooling2DLayer::kType = {
    .section = {"GlobalMaxPooling2D",
                "The largest value of each channel of images [rows, columns, "
                "channels]. Values that are equal to it share its gradient.",
                kGlobalPooling2DFields},
    .base_name = "global_max_pooling2d",
    .create = NewLayer<GlobalMaxPooling2DLayer>};

std::optional<SampleShape> GlobalMaxPooling2DLayer::InferOutput(
    std::span<const SampleShape> inputs, LayerReport& report) {
  return InferOfImages(inputs.front(), options_, "GlobalMaxPooling2D", report);
}

void GlobalMaxPooling2DLayer::Build(LayerBuilder& builder) const {
  builder.SetOutput(PeakOfImages(builder, builder.input()));
}

}  // namespace sinter
