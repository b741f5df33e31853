#ifndef SINTER_COMPILER_LAYERS_SOFTMAX_H_
#define SINTER_COMPILER_LAYERS_SOFTMAX_H_

#include <cstdint>
#include <optional>
#include <span>

#include "compiler/spec/layer.h"
#include "compiler/spec/layer_type.h"

namespace sinter {

struct SoftmaxOptions {
  int64_t axis = -1;
  bool operator==(const SoftmaxOptions&) const = default;
};

// Probabilities along one dimension.
class SoftmaxLayer final : public LayerOf<SoftmaxLayer, SoftmaxOptions> {
 public:
  static const LayerType kType;
  using LayerOf::LayerOf;

  std::optional<SampleShape> InferOutput(std::span<const SampleShape> inputs,
                                         LayerReport& report) override;
  OutputFunction EndsIn() const override;
  void Build(LayerBuilder& builder) const override;
};

}  // namespace sinter

#endif  // SINTER_COMPILER_LAYERS_SOFTMAX_H_
