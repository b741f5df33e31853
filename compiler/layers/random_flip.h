#ifndef SINTER_COMPILER_LAYERS_RANDOM_FLIP_H_
#define SINTER_COMPILER_LAYERS_RANDOM_FLIP_H_

#include <optional>
#include <span>

#include "compiler/spec/layer.h"
#include "compiler/spec/layer_type.h"

namespace sinter {

// Flips images while training, each by chance.
struct RandomFlipOptions {
  FlipMode mode = FlipMode::kHorizontalAndVertical;
  bool operator==(const RandomFlipOptions&) const = default;
};

class RandomFlipLayer final
    : public LayerOf<RandomFlipLayer, RandomFlipOptions> {
 public:
  static const LayerType kType;
  using LayerOf::LayerOf;

  std::optional<SampleShape> InferOutput(std::span<const SampleShape> inputs,
                                         LayerReport& report) override;
  void Build(LayerBuilder& builder) const override;
};

}  // namespace sinter

#endif  // SINTER_COMPILER_LAYERS_RANDOM_FLIP_H_
