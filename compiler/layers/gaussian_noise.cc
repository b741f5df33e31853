#include "compiler/layers/gaussian_noise.h"

#include "compiler/ir/nn_dialect.h"
#include "compiler/layers/layer_builder.h"
#include "compiler/spec/field_members.h"

namespace sinter {
namespace {

constexpr SpecField kGaussianNoiseFields[] = {
    {"stddev", kRequired, AtLeast(0), "standard deviation of what is added",
     Member<GaussianNoiseOptions, &GaussianNoiseOptions::stddev>},
};

}  // namespace

constinit const LayerType GaussianNoiseLayer::kType = {
    .section = {"GaussianNoise",
                "While training, adds random numbers of a normal distribution "
                "of mean zero.",
                kGaussianNoiseFields},
    .base_name = "gaussian_noise",
    .create = NewLayer<GaussianNoiseLayer>};

std::optional<SampleShape> GaussianNoiseLayer::InferOutput(
    std::span<const SampleShape> inputs, LayerReport&) {
  return inputs.front();
}

void GaussianNoiseLayer::Build(LayerBuilder& builder) const {
  const RandomNumbers random = builder.DrawRandomNumbers();
  const mlir::Value noisy = builder.Create<nn::GaussianNoiseOp>(
      builder.input(), random.seed, random.iteration, options_.stddev,
      random.stream);
  builder.SetOutput(builder.Create<nn::ByModeOp>(noisy, builder.input()));
}

}  // namespace sinter
