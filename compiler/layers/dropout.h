#ifndef SINTER_COMPILER_LAYERS_DROPOUT_H_
#define SINTER_COMPILER_LAYERS_DROPOUT_H_

#include <optional>
#include <span>

#include "compiler/spec/layer.h"
#include "compiler/spec/layer_type.h"

namespace sinter {

// While training, each element is zeroed with probability `rate` and the others
// are scaled by 1 / (1 - rate).
struct DropoutOptions {
  double rate = 0.0;
  bool operator==(const DropoutOptions&) const = default;
};

class DropoutLayer final : public LayerOf<DropoutLayer, DropoutOptions> {
 public:
  static const LayerType kType;
  using LayerOf::LayerOf;

  std::optional<SampleShape> InferOutput(std::span<const SampleShape> inputs,
                                         LayerReport& report) override;
  void Build(LayerBuilder& builder) const override;
};

}  // namespace sinter

#endif  // SINTER_COMPILER_LAYERS_DROPOUT_H_
