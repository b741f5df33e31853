#ifndef SINTER_COMPILER_LAYERS_CONV1D_H_
#define SINTER_COMPILER_LAYERS_CONV1D_H_

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "compiler/layers/image_window.h"
#include "compiler/layers/kernel_and_bias.h"
#include "compiler/spec/layer.h"
#include "compiler/spec/layer_type.h"

namespace sinter {

// y = activation(conv(x, kernel) + bias) of sequences; kernel is [steps,
// channels, filters], bias [filters].
struct Conv1DOptions : KernelAndBiasOptions {
  int64_t filters = 0;
  int64_t kernel_size = 0;
  int64_t strides = 1;
  Padding padding = Padding::kValid;
  int64_t dilation_rate = 1;
  int64_t groups = 1;
  bool operator==(const Conv1DOptions&) const = default;
};

class Conv1DLayer final : public LayerOf<Conv1DLayer, Conv1DOptions> {
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

#endif  // SINTER_COMPILER_LAYERS_CONV1D_H_
