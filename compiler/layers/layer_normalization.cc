#include "compiler/layers/layer_normalization.h"

#include "compiler/ir/nn_dialect.h"
#include "compiler/layers/layer_builder.h"
#include "compiler/spec/field_members.h"

namespace sinter {
namespace {

using Options = LayerNormalizationOptions;

constexpr SpecField kLayerNormalizationFields[] = {
    {"epsilon", "0.001", Above(0), "added to the variance",
     Member<Options, &Options::epsilon>},
    {"center", "true", kAny, "whether beta is added",
     Member<Options, &Options::center>},
    {"scale", "true", kAny, "whether gamma multiplies",
     Member<Options, &Options::scale>},
    {"beta_initializer", "zeros", kAny, "first values of beta",
     Member<Options, &Options::beta_initializer>},
    {"gamma_initializer", "ones", kAny, "first values of gamma",
     Member<Options, &Options::gamma_initializer>},
};

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

// In Keras' order.
std::vector<Variable> LayerNormalizationLayer::Variables(
    std::span<const SampleShape> inputs) const {
  const int64_t length = inputs.front().back();
  std::vector<Variable> variables;
  const auto add = [&](std::string_view name, Initializer initializer) {
    variables.push_back({.name = name,
                         .shape = {length},
                         .initializer = initializer,
                         .fan_in = length,
                         .fan_out = length});
  };
  if (options_.scale) add("gamma", options_.gamma_initializer);
  if (options_.center) add("beta", options_.beta_initializer);
  return variables;
}

void LayerNormalizationLayer::Build(LayerBuilder& builder) const {
  mlir::Value y =
      builder.Create<nn::NormalizeOp>(builder.input(), options_.epsilon);
  if (options_.scale) {
    y = builder.Create<nn::ScaleOp>(y, builder.variable("gamma"));
  }
  if (options_.center) {
    y = builder.Create<nn::BiasAddOp>(y, builder.variable("beta"));
  }
  builder.SetOutput(y);
}

}  // namespace sinter
