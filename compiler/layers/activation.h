#ifndef SINTER_COMPILER_LAYERS_ACTIVATION_H_
#define SINTER_COMPILER_LAYERS_ACTIVATION_H_

#include <optional>
#include <span>

#include "compiler/spec/layer.h"
#include "compiler/spec/layer_type.h"

namespace sinter {

// y = activation(x).
struct ActivationOptions {
  Activation activation = {};
  bool operator==(const ActivationOptions&) const = default;
};

class ActivationLayer final
    : public LayerOf<ActivationLayer, ActivationOptions> {
 public:
  static const LayerType kType;
  using LayerOf::LayerOf;

  std::optional<SampleShape> InferOutput(std::span<const SampleShape> inputs,
                                         LayerReport& report) override;
  OutputFunction EndsIn() const override;
  void Build(LayerBuilder& builder) const override;
};

}  // namespace sinter

#endif  // SINTER_COMPILER_LAYERS_ACTIVATION_H_
