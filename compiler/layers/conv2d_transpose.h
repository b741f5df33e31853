#ifndef SINTER_COMPILER_LAYERS_CONV2D_TRANSPOSE_H_
#define SINTER_COMPILER_LAYERS_CONV2D_TRANSPOSE_H_

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "compiler/layers/image_window.h"
#include "compiler/layers/kernel_and_bias.h"
#include "compiler/spec/layer.h"
#include "compiler/spec/layer_type.h"

namespace sinter {

// y = activation(x, each of whose pixels adds a window of the output, + bias);
// kernel is [rows, columns, filters, channels], bias [filters].
struct Conv2DTransposeOptions : KernelAndBiasOptions {
  int64_t filters = 0;
  SizesOfImage kernel_size = {0, 0};
  SizesOfImage strides = {1, 1};
  Padding padding = Padding::kValid;
  bool operator==(const Conv2DTransposeOptions&) const = default;
};

class Conv2DTransposeLayer final
    : public LayerOf<Conv2DTransposeLayer, Conv2DTransposeOptions> {
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
  // Of the convolution that this is the transpose of.
  ImageWindow Window() const;
};

}  // namespace sinter

#endif  // SINTER_COMPILER_LAYERS_CONV2D_TRANSPOSE_H_
