#include "compiler/layers/maximum.h"

#include "compiler/ir/nn_dialect.h"
#include "compiler/layers/layer_builder.h"
#include "compiler/layers/same_shape.h"
#include "compiler/spec/limits.h"

namespace sinter {

constinit const LayerType MaximumLayer::kType = {
    .section = {"Maximum",
                "The largest of the elements of two or more inputs of one "
                "shape. Of equal ones the first gets all of the gradient. No "
                "keys of its own.",
                {}},
    .base_name = "maximum",
    .create = NewLayer<MaximumLayer>,
    .fewest_inputs = 2,
    .most_inputs = kMostLayerInputs};

std::optional<SampleShape> MaximumLayer::InferOutput(
    std::span<const SampleShape> inputs, LayerReport& report) {
  return InferSameShape(kType, inputs, report);
}

void MaximumLayer::Build(LayerBuilder& builder) const {
  mlir::Value y = builder.inputs().front();
  for (const mlir::Value x : builder.inputs().drop_front()) {
    y = builder.Create<nn::MaximumOp>(y, x);
  }
  builder.SetOutput(y);
}

}  // namespace sinter
