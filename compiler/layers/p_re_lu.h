#ifndef SINTER_COMPILER_LAYERS_P_RE_LU_H_
#define SINTER_COMPILER_LAYERS_P_RE_LU_H_

#include <optional>
#include <span>
#include <vector>

#include "compiler/spec/layer.h"
#include "compiler/spec/layer_type.h"

namespace sinter {

// x where it is above zero, elsewhere alpha * x with a learned alpha.
struct PReluOptions {
  Initializer alpha_initializer = Initializer::kZeros;
  Regularizer alpha_regularizer = {};
  std::vector<int64_t> shared_axes;
  bool operator==(const PReluOptions&) const = default;
};

class PReluLayer final : public LayerOf<PReluLayer, PReluOptions> {
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

#endif  // SINTER_COMPILER_LAYERS_P_RE_LU_H_
