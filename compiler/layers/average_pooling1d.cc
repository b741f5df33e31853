#include "compiler/layers/average_pooling1d.h"

#include "compiler/ir/nn_dialect.h"
#include "compiler/layers/layer_builder.h"
#include "compiler/layers/sequence.h"

namespace sinter {

constinit const LayerType AveragePooling1DLayer::kType = {
    .section = {"AveragePooling1D",
                "The mean of each window, channel by channel, on sequences "
                "[steps, channels].",
                kPooling1DFields},
    .base_name = "average_pooling1d",
    .create = NewLayer<AveragePooling1DLayer>};

std::optional<SampleShape> AveragePooling1DLayer::InferOutput(
    std::span<const SampleShape> inputs, LayerReport& report) {
  return InferPooledSequences(inputs.front(), options_.Window(),
                              "AveragePooling1D", report);
}

void AveragePooling1DLayer::Build(LayerBuilder& builder) const {
  const mlir::Value y = AveragePool(builder, AsImages(builder, builder.input()),
                                    options_.Window());
  builder.SetOutput(builder.Create<nn::ReshapeOp>(builder.output_type(), y));
}

}  // namespace sinter
