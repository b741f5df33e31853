#ifndef SINTER_COMPILER_LAYERS_RANDOM_TRANSLATION_H_
#define SINTER_COMPILER_LAYERS_RANDOM_TRANSLATION_H_

#include <optional>
#include <span>

#include "compiler/layers/random_warp.h"
#include "compiler/spec/layer.h"
#include "compiler/spec/layer_type.h"

namespace sinter {

// Moves images while training.
struct RandomTranslationOptions : WarpOptions {
  Interval height_factor;
  Interval width_factor;
  bool operator==(const RandomTranslationOptions&) const = default;
};

class RandomTranslationLayer final
    : public LayerOf<RandomTranslationLayer, RandomTranslationOptions> {
 public:
  static const LayerType kType;
  using LayerOf::LayerOf;

  std::optional<SampleShape> InferOutput(std::span<const SampleShape> inputs,
                                         LayerReport& report) override;
  void Build(LayerBuilder& builder) const override;
};

}  // namespace sinter

#endif  // SINTER_COMPILER_LAYERS_RANDOM_TRANSLATION_H_
