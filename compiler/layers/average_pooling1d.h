#ifndef SINTER_COMPILER_LAYERS_AVERAGE_POOLING1D_H_
#define SINTER_COMPILER_LAYERS_AVERAGE_POOLING1D_H_

#include <optional>
#include <span>

#include "compiler/layers/pooling.h"
#include "compiler/spec/layer.h"
#include "compiler/spec/layer_type.h"

namespace sinter {

// The mean of each window, channel by channel.
class AveragePooling1DLayer final
    : public LayerOf<AveragePooling1DLayer, Pooling1DOptions> {
 public:
  static const LayerType kType;
  using LayerOf::LayerOf;

  std::optional<SampleShape> InferOutput(std::span<const SampleShape> inputs,
                                         LayerReport& report) override;
  void Build(LayerBuilder& builder) const override;
};

}  // namespace sinter

#endif  // SINTER_COMPILER_LAYERS_AVERAGE_POOLING1D_H_
