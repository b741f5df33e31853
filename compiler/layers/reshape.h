#ifndef SINTER_COMPILER_LAYERS_RESHAPE_H_
#define SINTER_COMPILER_LAYERS_RESHAPE_H_

#include <optional>
#include <span>

#include "compiler/spec/layer.h"
#include "compiler/spec/layer_type.h"

namespace sinter {

// The same elements in another shape.
struct ReshapeOptions {
  SampleShape target_shape;  // InferOutput replaces Keras' -1
  bool operator==(const ReshapeOptions&) const = default;
};

class ReshapeLayer final : public LayerOf<ReshapeLayer, ReshapeOptions> {
 public:
  static const LayerType kType;
  using LayerOf::LayerOf;

  std::optional<SampleShape> InferOutput(std::span<const SampleShape> inputs,
                                         LayerReport& report) override;
  bool IsView() const override { return true; }
  void Build(LayerBuilder& builder) const override;
};

}  // namespace sinter

#endif  // SINTER_COMPILER_LAYERS_RESHAPE_H_
