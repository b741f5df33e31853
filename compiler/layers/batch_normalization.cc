#include "compiler/layers/batch_normalization.h"

#include "compiler/ir/nn_dialect.h"
#include "compiler/layers/layer_builder.h"
#include "compiler/spec/field_members.h"

namespace sinter {
namespace {

using Options = BatchNormalizationOptions;

constexpr SpecField kBatchNormalizationFields[] = {
    {"momentum", "0.99", kBelowOne, "of the moving mean and variance",
     Member<Options, &Options::momentum>},
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
    {"moving_mean_initializer", "zeros", kAny, "first values of the mean",
     Member<Options, &Options::moving_mean_initializer>},
    {"moving_variance_initializer", "ones", kAny,
     "first values of the variance",
     Member<Options, &Options::moving_variance_initializer>},
};

}  // namespace

constinit const LayerType BatchNormalizationLayer::kType = {
    .section = {"BatchNormalization",
                "y = (x - mean) / sqrt(variance + epsilon) * gamma + beta of "
                "each channel: the batch's while training, moving averages "
                "after it.",
                kBatchNormalizationFields},
    .base_name = "batch_normalization",
    .create = NewLayer<BatchNormalizationLayer>};

std::optional<SampleShape> BatchNormalizationLayer::InferOutput(
    std::span<const SampleShape> inputs, LayerReport&) {
  return inputs.front();
}

// In Keras' order.
std::vector<Variable> BatchNormalizationLayer::Variables(
    std::span<const SampleShape> inputs) const {
  const int64_t channels = inputs.front().back();
  std::vector<Variable> variables;
  const auto add = [&](std::string_view name, Initializer initializer,
                       bool trainable) {
    variables.push_back({.name = name,
                         .shape = {channels},
                         .initializer = initializer,
                         .fan_in = channels,
                         .fan_out = channels,
                         .trainable = trainable});
  };
  if (options_.scale) add("gamma", options_.gamma_initializer, true);
  if (options_.center) add("beta", options_.beta_initializer, true);
  add("moving_mean", options_.moving_mean_initializer, false);
  add("moving_variance", options_.moving_variance_initializer, false);
  return variables;
}

void BatchNormalizationLayer::Build(LayerBuilder& builder) const {
  const mlir::Value x = builder.input();
  const mlir::Value mean = builder.variable("moving_mean");
  const mlir::Value variance = builder.variable("moving_variance");
  const auto batch = builder.CreateMany<nn::BatchNormalizeOp>(
      x, builder.samples(), options_.epsilon);
  const auto follow = [&](std::string_view moving, mlir::Value value) {
    builder.SetState(moving, builder
                                 .CreateMany<nn::MovingAverageOp>(
                                     builder.state(moving), value,
                                     mlir::ValueRange(), options_.momentum)
                                 .front());
  };
  follow("moving_mean", batch[1]);
  follow("moving_variance", batch[2]);
  mlir::Value y = builder.Create<nn::ByModeOp>(
      batch[0],
      builder.Create<nn::StandardizeOp>(x, mean, variance, options_.epsilon));
  if (options_.scale) {
    y = builder.Create<nn::ScaleOp>(y, builder.variable("gamma"));
  }
  if (options_.center) {
    y = builder.Create<nn::BiasAddOp>(y, builder.variable("beta"));
  }
  builder.SetOutput(y);
}

}  // namespace sinter
