#ifndef SINTER_COMPILER_LAYERS_ZERO_PADDING2D_H_
#define SINTER_COMPILER_LAYERS_ZERO_PADDING2D_H_

#include <optional>
#include <span>

#include "compiler/layers/image_window.h"
#include "compiler/spec/layer.h"
#include "compiler/spec/layer_type.h"

namespace sinter {

// Images [rows, columns, channels] with zeros around them.
struct ZeroPadding2DOptions {
  BordersOfImage padding = {{{1, 1}, {1, 1}}};
  bool operator==(const ZeroPadding2DOptions&) const = default;
};

class ZeroPadding2DLayer final
    : public LayerOf<ZeroPadding2DLayer, ZeroPadding2DOptions> {
 public:
  static const LayerType kType;
  using LayerOf::LayerOf;

  std::optional<SampleShape> InferOutput(std::span<const SampleShape> inputs,
                                         LayerReport& report) override;
  void Build(LayerBuilder& builder) const override;
};

}  // namespace sinter

#endif  // SINTER_COMPILER_LAYERS_ZERO_PADDING2D_H_
