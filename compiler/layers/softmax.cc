#include "compiler/layers/softmax.h"

#include "compiler/ir/nn_dialect.h"
#include "compiler/layers/layer_builder.h"

namespace sinter {

constinit const LayerType SoftmaxLayer::kType = {
    .section = {"Softmax",
                "Probabilities along the last axis. No keys of its own.",
                {}},
    .base_name = "softmax",
    .create = NewLayer<SoftmaxLayer>};

std::optional<SampleShape> SoftmaxLayer::InferOutput(
    std::span<const SampleShape> inputs, LayerReport&) {
  return inputs.front();
}

void SoftmaxLayer::Build(LayerBuilder& builder) const {
  builder.SetOutput(builder.Create<nn::SoftmaxOp>(builder.input()));
}

}  // namespace sinter
