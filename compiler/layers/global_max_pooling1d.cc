#include "compiler/layers/global_max_pooling1d.h"

#include "compiler/layers/layer_builder.h"
#include "compiler/layers/sequence.h"

namespace sinter {

constinit const LayerType GlobalMaxPooling1DLayer::kType = {
    .section = {"GlobalMaxPooling1D",
                "The largest value of each channel of sequences [steps, "
                "channels]. Values that are equal to it share its gradient.",
                kGlobalPooling1DFields},
    .base_name = "global_max_pooling1d",
    .create = NewLayer<GlobalMaxPooling1DLayer>};

std::optional<SampleShape> GlobalMaxPooling1DLayer::InferOutput(
    std::span<const SampleShape> inputs, LayerReport& report) {
  return InferOfSequences(inputs.front(), options_, "GlobalMaxPooling1D",
                          report);
}

void GlobalMaxPooling1DLayer::Build(LayerBuilder& builder) const {
  builder.SetOutput(PeakOfImages(builder, AsImages(builder, builder.input())));
}

}  // namespace sinter
