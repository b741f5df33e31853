#ifndef SINTER_COMPILER_LAYERS_BATCH_NORMALIZATION_H_
#define SINTER_COMPILER_LAYERS_BATCH_NORMALIZATION_H_

#include <optional>
#include <span>
#include <vector>

#include "compiler/layers/scale_and_center.h"
#include "compiler/spec/layer.h"
#include "compiler/spec/layer_type.h"

namespace sinter {

// y = (x - mean) / sqrt(variance + epsilon) * gamma + beta, channel by channel
// (the last dimension). While training mean and variance are those of the
// batch, and the moving ones follow them: moving = momentum * moving + (1 -
// momentum) * batch's. In inference they are the moving ones.
struct BatchNormalizationOptions : ScaleAndCenterOptions {
  double momentum = 0.99;
  Initializer moving_mean_initializer = Initializer::kZeros;
  Initializer moving_variance_initializer = Initializer::kOnes;
  bool operator==(const BatchNormalizationOptions&) const = default;
};

class BatchNormalizationLayer final
    : public LayerOf<BatchNormalizationLayer, BatchNormalizationOptions> {
 public:
  static const LayerType kType;
  using LayerOf::LayerOf;

  std::optional<SampleShape> InferOutput(std::span<const SampleShape> inputs,
                                         LayerReport& report) override;
  std::vector<Variable> Variables(
      std::span<const SampleShape> inputs) const override;
  void Build(LayerBuilder& builder) const override;
};

}  // namespace sinter

#endif  // SINTER_COMPILER_LAYERS_BATCH_NORMALIZATION_H_
