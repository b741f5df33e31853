#include "compiler/layers/multiply.h"

#include "compiler/ir/nn_dialect.h"
#include "compiler/layers/layer_builder.h"
#include "compiler/layers/same_shape.h"
#include "compiler/spec/limits.h"

namespace sinter {

constinit const LayerType MultiplyLayer::kType = {
    .section = {"Multiply",
                "y = a * b * ..., of two or more inputs of one shape. No keys "
                "of its own.",
                {}},
    .base_name = "multiply",
    .create = NewLayer<MultiplyLayer>,
    .fewest_inputs = 2,
    .most_inputs = kMostLayerInputs};

std::optional<SampleShape> MultiplyLayer::InferOutput(
    std::span<const SampleShape> inputs, LayerReport& report) {
  return InferSameShape(kType, inputs, report);
}

void MultiplyLayer::Build(LayerBuilder& builder) const {
  mlir::Value y = builder.inputs().front();
  for (const mlir::Value x : builder.inputs().drop_front()) {
    y = builder.Create<nn::MultiplyOp>(y, x);
  }
  builder.SetOutput(y);
}

}  // namespace sinter
