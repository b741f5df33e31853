#ifndef SINTER_COMPILER_LAYERS_RANDOM_ZOOM_H_
#define SINTER_COMPILER_LAYERS_RANDOM_ZOOM_H_

#include <optional>
#include <span>

#include "compiler/layers/random_warp.h"
#include "compiler/spec/layer.h"
#include "compiler/spec/layer_type.h"

namespace sinter {

// Zooms images while training.
struct RandomZoomOptions : WarpOptions {
  Interval height_factor;
  std::optional<Interval> width_factor;
  bool operator==(const RandomZoomOptions&) const = default;
};

class RandomZoomLayer final
    : public LayerOf<RandomZoomLayer, RandomZoomOptions> {
 public:
  static const LayerType kType;
  using LayerOf::LayerOf;

  std::optional<SampleShape> InferOutput(std::span<const SampleShape> inputs,
                                         LayerReport& report) override;
  void Build(LayerBuilder& builder) const override;
};

}  // namespace sinter

#endif  // SINTER_COMPILER_LAYERS_RANDOM_ZOOM_H_
