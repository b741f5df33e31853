#ifndef SINTER_COMPILER_LAYERS_GAUSSIAN_NOISE_H_
#define SINTER_COMPILER_LAYERS_GAUSSIAN_NOISE_H_

#include <optional>
#include <span>

#include "compiler/spec/layer.h"
#include "compiler/spec/layer_type.h"

namespace sinter {

// Adds random numbers while training.
struct GaussianNoiseOptions {
  double stddev = 0;
  bool operator==(const GaussianNoiseOptions&) const = default;
};

class GaussianNoiseLayer final
    : public LayerOf<GaussianNoiseLayer, GaussianNoiseOptions> {
 public:
  static const LayerType kType;
  using LayerOf::LayerOf;

  std::optional<SampleShape> InferOutput(std::span<const SampleShape> inputs,
                                         LayerReport& report) override;
  void Build(LayerBuilder& builder) const override;
};

}  // namespace sinter

#endif  // SINTER_COMPILER_LAYERS_GAUSSIAN_NOISE_H_
