#ifndef SINTER_COMPILER_LAYERS_ELU_H_
#define SINTER_COMPILER_LAYERS_ELU_H_

#include <optional>
#include <span>

#include "compiler/spec/layer.h"
#include "compiler/spec/layer_type.h"

namespace sinter {

// x above zero, alpha * (exp(x) - 1) below.
struct EluOptions {
  double alpha = 1.0;
  bool operator==(const EluOptions&) const = default;
};

class EluLayer final : public LayerOf<EluLayer, EluOptions> {
 public:
  static const LayerType kType;
  using LayerOf::LayerOf;

  std::optional<SampleShape> InferOutput(std::span<const SampleShape> inputs,
                                         LayerReport& report) override;
  void Build(LayerBuilder& builder) const override;
};

}  // namespace sinter

#endif  // SINTER_COMPILER_LAYERS_ELU_H_
