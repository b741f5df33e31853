#ifndef SINTER_COMPILER_LAYERS_MULTIPLY_H_
#define SINTER_COMPILER_LAYERS_MULTIPLY_H_

#include <optional>
#include <span>

#include "compiler/spec/layer.h"
#include "compiler/spec/layer_type.h"

namespace sinter {

// y = a * b * ..., from left to right.
class MultiplyLayer final : public LayerOf<MultiplyLayer, NoOptions> {
 public:
  static const LayerType kType;
  using LayerOf::LayerOf;

  std::optional<SampleShape> InferOutput(std::span<const SampleShape> inputs,
                                         LayerReport& report) override;
  void Build(LayerBuilder& builder) const override;
};

}  // namespace sinter

#endif  // SINTER_COMPILER_LAYERS_MULTIPLY_H_
