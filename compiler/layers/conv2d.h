#ifndef SINTER_COMPILER_LAYERS_CONV2D_H_
#define SINTER_COMPILER_LAYERS_CONV2D_H_

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "compiler/layers/image_window.h"
#include "compiler/layers/kernel_and_bias.h"
#include "compiler/spec/layer.h"
#include "compiler/spec/layer_type.h"

namespace sinter {

// y = activation(conv(x, kernel) + bias); kernel is [rows, columns, channels,
// filters], bias [filters].
struct Conv2DOptions : KernelAndBiasOptions {
  int64_t filters = 0;
  SizesOfImage kernel_size = {0, 0};
  SizesOfImage strides = {1, 1};
  Padding padding = Padding::kValid;
  SizesOfImage dilation_rate = {1, 1};
  int64_t groups = 1;
  bool operator==(const Conv2DOptions&) const = default;
};

class Conv2DLayer final : public LayerOf<Conv2DLayer, Conv2DOptions> {
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

#endif  // SINTER_COMPILER_LAYERS_CONV2D_H_
