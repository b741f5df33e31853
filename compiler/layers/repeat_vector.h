#ifndef SINTER_COMPILER_LAYERS_REPEAT_VECTOR_H_
#define SINTER_COMPILER_LAYERS_REPEAT_VECTOR_H_

#include <cstdint>
#include <optional>
#include <span>

#include "compiler/spec/layer.h"
#include "compiler/spec/layer_type.h"

namespace sinter {

// A sequence whose steps are all the sample.
struct RepeatVectorOptions {
  int64_t n = 1;
  bool operator==(const RepeatVectorOptions&) const = default;
};

class RepeatVectorLayer final
    : public LayerOf<RepeatVectorLayer, RepeatVectorOptions> {
 public:
  static const LayerType kType;
  using LayerOf::LayerOf;

  std::optional<SampleShape> InferOutput(std::span<const SampleShape> inputs,
                                         LayerReport& report) override;
  void Build(LayerBuilder& builder) const override;
};

}  // namespace sinter

#endif  // SINTER_COMPILER_LAYERS_REPEAT_VECTOR_H_
