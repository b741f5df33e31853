#ifndef SINTER_COMPILER_LAYERS_MAX_POOLING2D_H_
#define SINTER_COMPILER_LAYERS_MAX_POOLING2D_H_

#include <optional>
#include <span>

#include "compiler/layers/pooling.h"
#include "compiler/spec/layer.h"
#include "compiler/spec/layer_type.h"

namespace sinter {

// The largest value of each window, channel by channel.
class MaxPooling2DLayer final
    : public LayerOf<MaxPooling2DLayer, Pooling2DOptions> {
 public:
  static const LayerType kType;
  using LayerOf::LayerOf;

  std::optional<SampleShape> InferOutput(std::span<const SampleShape> inputs,
                                         LayerReport& report) override;
  void Build(LayerBuilder& builder) const override;
};

}  // namespace sinter

#endif  // SINTER_COMPILER_LAYERS_MAX_POOLING2D_H_
