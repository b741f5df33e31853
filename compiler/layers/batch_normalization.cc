#include "compiler/layers/batch_normalization.h"

#include <array>

#include "compiler/ir/nn_dialect.h"
#include "compiler/layers/layer_builder.h"
#include "compiler/layers/vector_variable.h"
#include "compiler/spec/field_members.h"

namespace sinter {
namespace {

using Options = BatchNormalizationOptions;

constexpr auto kMomentum = std::to_array<SpecField>({
    {"momentum", "0.99", kBelowOne, "of the moving mean and variance",
     Member<Options, &Options::momentum>},
});
constexpr auto kMovingAverages = std::to_array<SpecField>({
    {"moving_mean_initializer", "zeros", kAny, "first values of the mean",
     Member<Options, &Options::moving_mean_initializer>},
    {"moving_variance_initializer", "ones", kAny,
     "first values of the variance",
     Member<Options, &Options::moving_variance_initializer>},
});
constexpr auto kBatchNormalizationFields =
    JoinFields(kMomentum, ScaleAndCenterFields<Options>(), kMovingAverages);

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
  std::vector<Variable> variables = ScaleAndCenterVariables(options_, channels);
  const auto add_state = [&](std::string_view name, Initializer initializer) {
    variables.push_back(VectorVariable(name, channels, initializer, {},
                                       /*trainable=*/false));
  };
  add_state("moving_mean", options_.moving_mean_initializer);
  add_state("moving_variance", options_.moving_variance_initializer);
  return variables;
}

// A frozen one is what it is in inference, as in Keras.
void BatchNormalizationLayer::Build(LayerBuilder& builder) const {
  const mlir::Value x = builder.input();
  const auto standardize = [&] {
    return builder.Create<nn::StandardizeOp>(
        x, builder.variable("moving_mean"), builder.variable("moving_variance"),
        options_.epsilon);
  };
  if (builder.is_frozen())
    return builder.SetOutput(ScaleAndCenter(builder, options_, standardize()));
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
  const mlir::Value y = builder.Create<nn::ByModeOp>(batch[0], standardize());
  builder.SetOutput(ScaleAndCenter(builder, options_, y));
}

}  // namespace sinter
