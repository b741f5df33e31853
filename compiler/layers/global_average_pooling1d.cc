#include "compiler/layers/global_average_pooling1d.h"

#include "compiler/layers/layer_builder.h"
#include "compiler/layers/sequence.h"

namespace sinter {

constinit const LayerType GlobalAveragePooling1DLayer::kType = {
    .section = {"GlobalAveragePooling1D",
                "The mean of each channel of sequences [steps, channels].",
                kGlobalPooling1DFields},
    .base_name = "global_average_pooling1d",
    .create = NewLayer<GlobalAveragePooling1DLayer>};

std::optional<SampleShape> GlobalAveragePooling1DLayer::InferOutput(
    std::span<const SampleShape> inputs, LayerReport& report) {
  return InferOfSequences(inputs.front(), options_, "GlobalAveragePooling1D",
                          report);
}

void GlobalAveragePooling1DLayer::Build(LayerBuilder& builder) const {
  builder.SetOutput(MeanOfImages(builder, AsImages(builder, builder.input())));
}

}  // namespace sinter
