#include "compiler/layers/layer_normalization.h"

#include "compiler/ir/nn_dialect.h"
#include "compiler/layers/layer_builder.h"
#include "compiler/spec/field_members.h"

namespace sinter {
namespace {

constexpr auto kLayerNormalizationFields =
    ScaleAndCenterFields<LayerNormalizationOptions>();

}  // namespace

constinit const LayerType LayerNormalizationLayer::kType = {
    .section = {"LayerNormalization",
                "y = (x - mean) / sqrt(variance + epsilon) * gamma + beta, "
                "along the last dimension.",
                kLayerNormalizationFields},
    .base_name = "layer_normalization",
    .create = NewLayer<LayerNormalizationLayer>};

std::optional<SampleShape> LayerNormalizationLayer::InferOutput(
    std::span<const SampleShape> inputs, LayerReport&) {
  return inputs.front();
}

std::vector<Variable> LayerNormalizationLayer::Variables(
    std::span<const SampleShape> inputs) const {
  return ScaleAndCenterVariables(options_, inputs.front().back());
}

void LayerNormalizationLayer::Build(LayerBuilder& builder) const {
  const mlir::Value y =
      builder.Create<nn::NormalizeOp>(builder.input(), options_.epsilon);
  builder.SetOutput(ScaleAndCenter(builder, options_, y));
}

}  // namespace sinter
