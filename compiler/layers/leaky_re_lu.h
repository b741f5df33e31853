#ifndef SINTER_COMPILER_LAYERS_LEAKY_RE_LU_H_
#define SINTER_COMPILER_LAYERS_LEAKY_RE_LU_H_

#include <optional>
#include <span>

#include "compiler/spec/layer.h"
#include "compiler/spec/layer_type.h"

namespace sinter {

// x above zero, negative_slope * x below.
struct LeakyReluOptions {
  double negative_slope = 0.3;
  bool operator==(const LeakyReluOptions&) const = default;
};

class LeakyReluLayer final : public LayerOf<LeakyReluLayer, LeakyReluOptions> {
 public:
  static const LayerType kType;
  using LayerOf::LayerOf;

  std::optional<SampleShape> InferOutput(std::span<const SampleShape> inputs,
                                         LayerReport& report) override;
  void Build(LayerBuilder& builder) const override;
};

}  // namespace sinter

#endif  // SINTER_COMPILER_LAYERS_LEAKY_RE_LU_H_
