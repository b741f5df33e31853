#include "compiler/layers/flatten.h"

#include "compiler/ir/nn_dialect.h"
#include "compiler/layers/layer_builder.h"
#include "compiler/spec/shapes.h"

namespace sinter {

constinit const LayerType FlattenLayer::kType = {
    .section = {"Flatten",
                "Makes each sample a vector. No keys of its own.",
                {}},
    .base_name = "flatten",
    .create = NewLayer<FlattenLayer>};

std::optional<SampleShape> FlattenLayer::InferOutput(
    std::span<const SampleShape> inputs, LayerReport&) {
  return SampleShape{CountElements(inputs.front())};
}

void FlattenLayer::Build(LayerBuilder& builder) const {
  builder.SetOutput(
      builder.Create<nn::ReshapeOp>(builder.output_type(), builder.input()));
}

}  // namespace sinter
