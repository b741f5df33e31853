#ifndef SINTER_COMPILER_LAYERS_SPATIAL_DROPOUT2D_H_
#define SINTER_COMPILER_LAYERS_SPATIAL_DROPOUT2D_H_

#include <optional>
#include <span>

#include "compiler/layers/dropout.h"
#include "compiler/spec/layer.h"
#include "compiler/spec/layer_type.h"

namespace sinter {

// Dropout of whole channels of images.
class SpatialDropout2DLayer final
    : public LayerOf<SpatialDropout2DLayer, DropoutOptions> {
 public:
  static const LayerType kType;
  using LayerOf::LayerOf;

  std::optional<SampleShape> InferOutput(std::span<const SampleShape> inputs,
                                         LayerReport& report) override;
  void Build(LayerBuilder& builder) const override;
};

}  // namespace sinter

#endif  // SINTER_COMPILER_LAYERS_SPATIAL_DROPOUT2D_H_
