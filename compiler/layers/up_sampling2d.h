#ifndef SINTER_COMPILER_LAYERS_UP_SAMPLING2D_H_
#define SINTER_COMPILER_LAYERS_UP_SAMPLING2D_H_

#include <optional>
#include <span>

#include "compiler/layers/image_window.h"
#include "compiler/spec/layer.h"
#include "compiler/spec/layer_type.h"

namespace sinter {

// Each pixel size[0] times below and size[1] times beside itself.
struct UpSampling2DOptions {
  SizesOfImage size = {2, 2};
  bool operator==(const UpSampling2DOptions&) const = default;
};

class UpSampling2DLayer final
    : public LayerOf<UpSampling2DLayer, UpSampling2DOptions> {
 public:
  static const LayerType kType;
  using LayerOf::LayerOf;

  std::optional<SampleShape> InferOutput(std::span<const SampleShape> inputs,
                                         LayerReport& report) override;
  void Build(LayerBuilder& builder) const override;
};

}  // namespace sinter

#endif  // SINTER_COMPILER_LAYERS_UP_SAMPLING2D_H_
