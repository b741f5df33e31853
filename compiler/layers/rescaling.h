#ifndef SINTER_COMPILER_LAYERS_RESCALING_H_
#define SINTER_COMPILER_LAYERS_RESCALING_H_

#include <optional>
#include <span>

#include "compiler/spec/layer.h"
#include "compiler/spec/layer_type.h"

namespace sinter {

// y = x * scale + offset, both rounded to float32.
struct RescalingOptions {
  double scale = 1.0;
  double offset = 0.0;
  bool operator==(const RescalingOptions&) const = default;
};

class RescalingLayer final : public LayerOf<RescalingLayer, RescalingOptions> {
 public:
  static const LayerType kType;
  using LayerOf::LayerOf;

  std::optional<SampleShape> InferOutput(std::span<const SampleShape> inputs,
                                         LayerReport& report) override;
  void Build(LayerBuilder& builder) const override;
};

}  // namespace sinter

#endif  // SINTER_COMPILER_LAYERS_RESCALING_H_
