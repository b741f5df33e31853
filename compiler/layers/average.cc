#include "compiler/layers/average.h"

#include "compiler/ir/nn_dialect.h"
#include "compiler/layers/layer_builder.h"
#include "compiler/layers/same_shape.h"
#include "compiler/spec/limits.h"

namespace sinter {

constinit const LayerType AverageLayer::kType = {
    .section = {"Average",
                "y = (a + b + ...) / n, of n inputs of one shape, two or more. "
                "No keys of its own.",
                {}},
    .base_name = "average",
    .create = NewLayer<AverageLayer>,
    .fewest_inputs = 2,
    .most_inputs = kMostLayerInputs};

std::optional<SampleShape> AverageLayer::InferOutput(
    std::span<const SampleShape> inputs, LayerReport& report) {
  return InferSameShape(kType, inputs, report);
}

// The factor is rounded: y is the quotient to a unit in the last place.
void AverageLayer::Build(LayerBuilder& builder) const {
  mlir::Value sum = builder.inputs().front();
  for (const mlir::Value x : builder.inputs().drop_front()) {
    sum = builder.Create<nn::AddOp>(sum, x);
  }
  const auto count = static_cast<double>(builder.inputs().size());
  builder.SetOutput(builder.Create<nn::RescaleOp>(sum, /*scale=*/1.0 / count,
                                                  /*offset=*/0.0));
}

}  // namespace sinter
