#ifndef SINTER_COMPILER_LAYERS_RANDOM_ROTATION_H_
#define SINTER_COMPILER_LAYERS_RANDOM_ROTATION_H_

#include <optional>
#include <span>

#include "compiler/layers/random_warp.h"
#include "compiler/spec/layer.h"
#include "compiler/spec/layer_type.h"

namespace sinter {

// Turns images while training.
struct RandomRotationOptions : WarpOptions {
  Interval factor;
  bool operator==(const RandomRotationOptions&) const = default;
};

class RandomRotationLayer final
    : public LayerOf<RandomRotationLayer, RandomRotationOptions> {
 public:
  static const LayerType kType;
  using LayerOf::LayerOf;

  std::optional<SampleShape> InferOutput(std::span<const SampleShape> inputs,
                                         LayerReport& report) override;
  void Build(LayerBuilder& builder) const override;
};

}  // namespace sinter

#endif  // SINTER_COMPILER_LAYERS_RANDOM_ROTATION_H_
