#ifndef SINTER_COMPILER_LAYERS_NORMALIZATION_H_
#define SINTER_COMPILER_LAYERS_NORMALIZATION_H_

#include <optional>
#include <span>
#include <vector>

#include "compiler/spec/layer.h"
#include "compiler/spec/layer_type.h"

namespace sinter {

struct NormalizationOptions {
  bool operator==(const NormalizationOptions&) const = default;
};

// y = (x - mean) / sqrt(variance) along the last dimension, of a model's input:
// mean and variance are those of the training set, found before training
// begins, kept with the weights, and never changed by a step. Keras divides by
// max(sqrt(variance), 1e-7); here 1e-14 is added to the variance, so that a
// column of one value gives 0, too.
class NormalizationLayer final
    : public LayerOf<NormalizationLayer, NormalizationOptions> {
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

#endif  // SINTER_COMPILER_LAYERS_NORMALIZATION_H_
