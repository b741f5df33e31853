#ifndef SINTER_COMPILER_LAYERS_GROUP_NORMALIZATION_H_
#define SINTER_COMPILER_LAYERS_GROUP_NORMALIZATION_H_

#include <optional>
#include <span>
#include <vector>

#include "compiler/layers/scale_and_center.h"
#include "compiler/spec/layer.h"
#include "compiler/spec/layer_type.h"

namespace sinter {

// Normalization of groups of channels of each sample.
struct GroupNormalizationOptions : ScaleAndCenterOptions {
  int64_t groups = 32;
  bool operator==(const GroupNormalizationOptions&) const = default;
};

class GroupNormalizationLayer final
    : public LayerOf<GroupNormalizationLayer, GroupNormalizationOptions> {
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

#endif  // SINTER_COMPILER_LAYERS_GROUP_NORMALIZATION_H_
