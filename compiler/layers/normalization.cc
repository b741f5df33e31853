#include "compiler/layers/normalization.h"

#include "compiler/ir/nn_dialect.h"
#include "compiler/layers/layer_builder.h"
#include "compiler/layers/vector_variable.h"

namespace sinter {
namespace {

constexpr double kEpsilon = 1e-14;

}  // namespace

constinit const LayerType NormalizationLayer::kType = {
    .section = {"Normalization",
                "y = (x - mean) / sqrt(variance) along the last dimension, of "
                "the training set; the first layer behind an input. No keys of "
                "its own.",
                {}},
    .base_name = "normalization",
    .create = NewLayer<NormalizationLayer>};

std::optional<SampleShape> NormalizationLayer::InferOutput(
    std::span<const SampleShape> inputs, LayerReport&) {
  return inputs.front();
}

std::vector<Variable> NormalizationLayer::Variables(
    std::span<const SampleShape> inputs) const {
  const int64_t columns = inputs.front().back();
  const auto statistic = [&](std::string_view name, Initializer before,
                             Adapts adapts) {
    Variable variable =
        VectorVariable(name, columns, before, {}, /*trainable=*/false);
    variable.adapts = adapts;
    return variable;
  };
  return {statistic("mean", Initializer::kZeros, Adapts::kToMean),
          statistic("variance", Initializer::kOnes, Adapts::kToVariance)};
}

void NormalizationLayer::Build(LayerBuilder& builder) const {
  builder.SetOutput(builder.Create<nn::StandardizeOp>(
      builder.input(), builder.variable("mean"), builder.variable("variance"),
      kEpsilon));
}

}  // namespace sinter
