#ifndef SINTER_COMPILER_LAYERS_DENSE_H_
#define SINTER_COMPILER_LAYERS_DENSE_H_

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "compiler/layers/kernel_and_bias.h"
#include "compiler/spec/layer.h"
#include "compiler/spec/layer_type.h"

namespace sinter {

// y = activation(x @ kernel + bias); kernel is [inputs, units], bias [units].
struct DenseOptions : KernelAndBiasOptions {
  int64_t units = 0;
  bool operator==(const DenseOptions&) const = default;
};

class DenseLayer final : public LayerOf<DenseLayer, DenseOptions> {
 public:
  static const LayerType kType;
  using LayerOf::LayerOf;

  std::optional<SampleShape> InferOutput(std::span<const SampleShape> inputs,
                                         LayerReport& report) override;
  std::vector<Variable> Variables(
      std::span<const SampleShape> inputs) const override;
  uint64_t MultiplyAdds(std::span<const SampleShape> inputs) const override;
  OutputFunction EndsIn() const override;
  void Build(LayerBuilder& builder) const override;
};

}  // namespace sinter

#endif  // SINTER_COMPILER_LAYERS_DENSE_H_
