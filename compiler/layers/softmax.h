#ifndef SINTER_COMPILER_LAYERS_SOFTMAX_H_
#define SINTER_COMPILER_LAYERS_SOFTMAX_H_

#include <optional>
#include <span>

#include "compiler/spec/layer.h"
#include "compiler/spec/layer_type.h"

namespace sinter {

// Probabilities along the last axis.
class SoftmaxLayer final : public LayerOf<SoftmaxLayer, NoOptions> {
 public:
  static const LayerType kType;
  using LayerOf::LayerOf;

  std::optional<SampleShape> InferOutput(std::span<const SampleShape> inputs,
                                         LayerReport& report) override;
  OutputFunction EndsIn() const override { return OutputFunction::kSoftmax; }
  void Build(LayerBuilder& builder) const override;
};

}  // namespace sinter

#endif  // SINTER_COMPILER_LAYERS_SOFTMAX_H_
