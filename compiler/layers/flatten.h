#ifndef SINTER_COMPILER_LAYERS_FLATTEN_H_
#define SINTER_COMPILER_LAYERS_FLATTEN_H_

#include <optional>
#include <span>

#include "compiler/spec/layer.h"
#include "compiler/spec/layer_type.h"

namespace sinter {

// Makes each sample a vector.
class FlattenLayer final : public LayerOf<FlattenLayer, NoOptions> {
 public:
  static const LayerType kType;
  using LayerOf::LayerOf;

  std::optional<SampleShape> InferOutput(std::span<const SampleShape> inputs,
                                         LayerReport& report) override;
  bool IsView() const override { return true; }
  void Build(LayerBuilder& builder) const override;
};

}  // namespace sinter

#endif  // SINTER_COMPILER_LAYERS_FLATTEN_H_
