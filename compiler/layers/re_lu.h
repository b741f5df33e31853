#ifndef SINTER_COMPILER_LAYERS_RE_LU_H_
#define SINTER_COMPILER_LAYERS_RE_LU_H_

#include <optional>
#include <span>

#include "compiler/spec/layer.h"
#include "compiler/spec/layer_type.h"

namespace sinter {

// x above zero, up to max_value if there is one, and negative_slope * x below.
struct ReluOptions {
  std::optional<double> max_value;
  double negative_slope = 0.0;
  bool operator==(const ReluOptions&) const = default;
};

class ReluLayer final : public LayerOf<ReluLayer, ReluOptions> {
 public:
  static const LayerType kType;
  using LayerOf::LayerOf;

  std::optional<SampleShape> InferOutput(std::span<const SampleShape> inputs,
                                         LayerReport& report) override;
  void Build(LayerBuilder& builder) const override;
};

}  // namespace sinter

#endif  // SINTER_COMPILER_LAYERS_RE_LU_H_
