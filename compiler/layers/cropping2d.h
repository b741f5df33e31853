#ifndef SINTER_COMPILER_LAYERS_CROPPING2D_H_
#define SINTER_COMPILER_LAYERS_CROPPING2D_H_

#include <optional>
#include <span>

#include "compiler/layers/image_window.h"
#include "compiler/spec/layer.h"
#include "compiler/spec/layer_type.h"

namespace sinter {

// Images [rows, columns, channels] without their borders.
struct Cropping2DOptions {
  BordersOfImage cropping = {};
  bool operator==(const Cropping2DOptions&) const = default;
};

class Cropping2DLayer final
    : public LayerOf<Cropping2DLayer, Cropping2DOptions> {
 public:
  static const LayerType kType;
  using LayerOf::LayerOf;

  std::optional<SampleShape> InferOutput(std::span<const SampleShape> inputs,
                                         LayerReport& report) override;
  void Build(LayerBuilder& builder) const override;
};

}  // namespace sinter

#endif  // SINTER_COMPILER_LAYERS_CROPPING2D_H_
