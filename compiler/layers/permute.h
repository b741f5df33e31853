#ifndef SINTER_COMPILER_LAYERS_PERMUTE_H_
#define SINTER_COMPILER_LAYERS_PERMUTE_H_

#include <optional>
#include <span>
#include <vector>

#include "compiler/spec/layer.h"
#include "compiler/spec/layer_type.h"

namespace sinter {

// The dimensions of a sample in another order.
struct PermuteOptions {
  std::vector<int64_t> dims;
  bool operator==(const PermuteOptions&) const = default;
};

class PermuteLayer final : public LayerOf<PermuteLayer, PermuteOptions> {
 public:
  static const LayerType kType;
  using LayerOf::LayerOf;

  std::optional<SampleShape> InferOutput(std::span<const SampleShape> inputs,
                                         LayerReport& report) override;
  void Build(LayerBuilder& builder) const override;
};

}  // namespace sinter

#endif  // SINTER_COMPILER_LAYERS_PERMUTE_H_
