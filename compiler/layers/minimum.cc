#include "compiler/layers/minimum.h"

#include "compiler/ir/nn_dialect.h"
#include "compiler/layers/layer_builder.h"
#include "compiler/layers/same_shape.h"
#include "compiler/spec/limits.h"

namespace sinter {

constinit const LayerType MinimumLayer::kType = {
    .section = {"Minimum",
                "The smallest of the elements of two or more inputs of one "
                "shape. Of equal ones the first gets all of the gradient. No "
                "keys of its own.",
                {}},
    .base_name = "minimum",
    .create = NewLayer<MinimumLayer>,
    .fewest_inputs = 2,
    .most_inputs = kMostLayerInputs};

std::optional<SampleShape> MinimumLayer::InferOutput(
    std::span<const SampleShape> inputs, LayerReport& report) {
  return InferSameShape(kType, inputs, report);
}

void MinimumLayer::Build(LayerBuilder& builder) const {
  mlir::Value y = builder.inputs().front();
  for (const mlir::Value x : builder.inputs().drop_front()) {
    y = builder.Create<nn::MinimumOp>(y, x);
  }
  builder.SetOutput(y);
}

}  // namespace sinter
