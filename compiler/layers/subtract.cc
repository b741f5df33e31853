#include "compiler/layers/subtract.h"

#include "compiler/ir/nn_dialect.h"
#include "compiler/layers/layer_builder.h"
#include "compiler/layers/same_shape.h"

namespace sinter {

constinit const LayerType SubtractLayer::kType = {
    .section = {"Subtract",
                "y = a - b, of two inputs of one shape. No keys of its own.",
                {}},
    .base_name = "subtract",
    .create = NewLayer<SubtractLayer>,
    .fewest_inputs = 2,
    .most_inputs = 2};

std::optional<SampleShape> SubtractLayer::InferOutput(
    std::span<const SampleShape> inputs, LayerReport& report) {
  return InferSameShape(kType, inputs, report);
}

void SubtractLayer::Build(LayerBuilder& builder) const {
  const mlir::Value minus_b = builder.Create<nn::RescaleOp>(
      builder.inputs()[1], /*scale=*/-1.0, /*offset=*/0.0);
  builder.SetOutput(builder.Create<nn::AddOp>(builder.inputs()[0], minus_b));
}

}  // namespace sinter
