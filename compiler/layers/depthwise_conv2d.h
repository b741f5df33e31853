#ifndef SINTER_COMPILER_LAYERS_DEPTHWISE_CONV2D_H_
#define SINTER_COMPILER_LAYERS_DEPTHWISE_CONV2D_H_

#include <array>
#include <optional>
#include <span>
#include <vector>

#include "compiler/layers/image_window.h"
#include "compiler/layers/kernel_and_bias.h"
#include "compiler/spec/field_members.h"
#include "compiler/spec/layer.h"
#include "compiler/spec/layer_type.h"
#include "compiler/spec/limits.h"

namespace sinter {

// Each channel of images [rows, columns, channels] convolved by itself.
struct DepthwiseConv2DOptions : KernelAndBiasOptions {
  SizesOfImage kernel_size = {};
  SizesOfImage strides = {1, 1};
  Padding padding = Padding::kValid;
  int64_t depth_multiplier = 1;
  SizesOfImage dilation_rate = {1, 1};
  bool operator==(const DepthwiseConv2DOptions&) const = default;
};

// The keys of the window, read into `Options`, which is a
// DepthwiseConv2DOptions.
template <typename Options>
constexpr std::array<SpecField, 5> DepthwiseWindowFields() {
  return {{
      {"kernel_size", kRequired, FromTo(1, kMostWindow),
       "rows and columns of the window",
       PairMember<Options, &Options::kernel_size>},
      {"strides", "1", FromTo(1, kMostWindow),
       "rows and columns from one window to the next",
       PairMember<Options, &Options::strides>},
      {"padding", "valid", kAny,
       "`same`: zeros around the image, so that stride 1 keeps its size",
       Member<Options, &Options::padding>},
      {"depth_multiplier", "1", FromTo(1, kMostWindow),
       "windows of each channel, one channel of the result each",
       Member<Options, &Options::depth_multiplier>},
      {"dilation_rate", "1", FromTo(1, kMostWindow),
       "rows and columns between the pixels of a window; only with strides "
       "of 1",
       PairMember<Options, &Options::dilation_rate>},
  }};
}

class DepthwiseConv2DLayer final
    : public LayerOf<DepthwiseConv2DLayer, DepthwiseConv2DOptions> {
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

#endif  // SINTER_COMPILER_LAYERS_DEPTHWISE_CONV2D_H_
