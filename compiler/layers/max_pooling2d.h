#ifndef SINTER_COMPILER_LAYERS_MAX_POOLING2D_H_
#define SINTER_COMPILER_LAYERS_MAX_POOLING2D_H_

#include <optional>
#include <span>

#include "compiler/layers/image_window.h"
#include "compiler/spec/layer.h"
#include "compiler/spec/layer_type.h"

namespace sinter {

// The largest value of each window, channel by channel.
struct MaxPooling2DOptions {
  SizesOfImage pool_size = {2, 2};
  SizesOfImage strides = {0, 0};  // zeros: as pool_size
  Padding padding = Padding::kValid;
  bool operator==(const MaxPooling2DOptions&) const = default;
};

class MaxPooling2DLayer final
    : public LayerOf<MaxPooling2DLayer, MaxPooling2DOptions> {
 public:
  static const LayerType kType;
  using LayerOf::LayerOf;

  std::optional<SampleShape> InferOutput(std::span<const SampleShape> inputs,
                                         LayerReport& report) override;
  void Build(LayerBuilder& builder) const override;

 private:
  ImageWindow Window() const;
};

}  // namespace sinter

#endif  // SINTER_COMPILER_LAYERS_MAX_POOLING2D_H_
