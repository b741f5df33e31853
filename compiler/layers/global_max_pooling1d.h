#ifndef SINTER_COMPILER_LAYERS_GLOBAL_MAX_POOLING1D_H_
#define SINTER_COMPILER_LAYERS_GLOBAL_MAX_POOLING1D_H_

#include <optional>
#include <span>

#include "compiler/layers/global_pooling.h"
#include "compiler/spec/layer.h"
#include "compiler/spec/layer_type.h"

namespace sinter {

// The largest value of each channel.
class GlobalMaxPooling1DLayer final
    : public LayerOf<GlobalMaxPooling1DLayer, GlobalPoolingOptions> {
 public:
  static const LayerType kType;
  using LayerOf::LayerOf;

  std::optional<SampleShape> InferOutput(std::span<const SampleShape> inputs,
                                         LayerReport& report) override;
  void Build(LayerBuilder& builder) const override;
};

}  // namespace sinter

#endif  // SINTER_COMPILER_LAYERS_GLOBAL_MAX_POOLING1D_H_
