#include "compiler/layers/max_pooling1d.h"

#include "compiler/ir/nn_dialect.h"
#include "compiler/layers/layer_builder.h"
#include "compiler/layers/sequence.h"

namespace sinter {

constinit const LayerType MaxPooling1DLayer::kType = {
    .section = {"MaxPooling1D",
                "The largest value of each window, channel by channel, on "
                "sequences [steps, channels].",
                kPooling1DFields},
    .base_name = "max_pooling1d",
    .create = NewLayer<MaxPooling1DLayer>};

std::optional<SampleShape> MaxPooling1DLayer::InferOutput(
    std::span<const SampleShape> inputs, LayerReport& report) {
  return InferPooledSequences(inputs.front(), options_.Window(), "MaxPooling1D",
                              report);
}

void MaxPooling1DLayer::Build(LayerBuilder& builder) const {
  const mlir::Value y =
      MaxPool(builder, AsImages(builder, builder.input()), options_.Window());
  builder.SetOutput(builder.Create<nn::ReshapeOp>(builder.output_type(), y));
}

}  // namespace sinter
