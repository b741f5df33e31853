#ifndef SINTER_COMPILER_LAYERS_SEPARABLE_CONV2D_H_
#define SINTER_COMPILER_LAYERS_SEPARABLE_CONV2D_H_

#include <optional>
#include <span>
#include <vector>

#include "compiler/layers/depthwise_conv2d.h"
#include "compiler/layers/image_window.h"
#include "compiler/layers/kernel_and_bias.h"
#include "compiler/spec/layer.h"
#include "compiler/spec/layer_type.h"

namespace sinter {

// Each channel of images convolved by itself, then mixed pixel by pixel. The
// kernel's keys are those of the second step.
struct SeparableConv2DOptions : DepthwiseConv2DOptions {
  int64_t filters = 0;
  Initializer depthwise_initializer = Initializer::kGlorotUniform;
  Regularizer depthwise_regularizer = {};
  bool operator==(const SeparableConv2DOptions&) const = default;
};

class SeparableConv2DLayer final
    : public LayerOf<SeparableConv2DLayer, SeparableConv2DOptions> {
 public:
  static const LayerType kType;
  using LayerOf::LayerOf;

  std::optional<SampleShape> InferOutput(std::span<const SampleShape> inputs,
                                         LayerReport& report) override;
  std::vector<Variable> Variables(
      std::span<const SampleShape> inputs) const override;
  uint64_t MultiplyAdds(std::span<const SampleShape> inputs) const override;
  void Build(LayerBuilder& builder) const override;

 private:
  ImageWindow Window() const;
};

}  // namespace sinter

#endif  // SINTER_COMPILER_LAYERS_SEPARABLE_CONV2D_H_
