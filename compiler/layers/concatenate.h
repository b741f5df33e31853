#ifndef SINTER_COMPILER_LAYERS_CONCATENATE_H_
#define SINTER_COMPILER_LAYERS_CONCATENATE_H_

#include <optional>
#include <span>

#include "compiler/spec/layer.h"
#include "compiler/spec/layer_type.h"

namespace sinter {

// The inputs one behind the other along a dimension.
struct ConcatenateOptions {
  int64_t axis = -1;
  bool operator==(const ConcatenateOptions&) const = default;
};

class ConcatenateLayer final
    : public LayerOf<ConcatenateLayer, ConcatenateOptions> {
 public:
  static const LayerType kType;
  using LayerOf::LayerOf;

  std::optional<SampleShape> InferOutput(std::span<const SampleShape> inputs,
                                         LayerReport& report) override;
  void Build(LayerBuilder& builder) const override;
};

}  // namespace sinter

#endif  // SINTER_COMPILER_LAYERS_CONCATENATE_H_
