#ifndef SINTER_COMPILER_LAYERS_MINIMUM_H_
#define SINTER_COMPILER_LAYERS_MINIMUM_H_

#include <optional>
#include <span>

#include "compiler/spec/layer.h"
#include "compiler/spec/layer_type.h"

namespace sinter {

// The smallest of the inputs' elements; of equal ones the first has the
// gradient.
class MinimumLayer final : public LayerOf<MinimumLayer, NoOptions> {
 public:
  static const LayerType kType;
  using LayerOf::LayerOf;

  std::optional<SampleShape> InferOutput(std::span<const SampleShape> inputs,
                                         LayerReport& report) override;
  void Build(LayerBuilder& builder) const override;
};

}  // namespace sinter

#endif  // SINTER_COMPILER_LAYERS_MINIMUM_H_
