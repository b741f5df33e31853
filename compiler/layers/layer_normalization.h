#ifndef SINTER_COMPILER_LAYERS_LAYER_NORMALIZATION_H_
#define SINTER_COMPILER_LAYERS_LAYER_NORMALIZATION_H_

#include <optional>
#include <span>
#include <vector>

#include "compiler/layers/scale_and_center.h"
#include "compiler/spec/layer.h"
#include "compiler/spec/layer_type.h"

namespace sinter {

// y = (x - mean) / sqrt(variance + epsilon) * gamma + beta, along the last
// dimension; gamma and beta are vectors of its length.
using LayerNormalizationOptions = ScaleAndCenterOptions;

class LayerNormalizationLayer final
    : public LayerOf<LayerNormalizationLayer, LayerNormalizationOptions> {
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

#endif  // SINTER_COMPILER_LAYERS_LAYER_NORMALIZATION_H_
