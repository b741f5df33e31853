#ifndef SINTER_COMPILER_LAYERS_DEPTHWISE_H_
#define SINTER_COMPILER_LAYERS_DEPTHWISE_H_

#include <cstdint>
#include <string_view>

#include "compiler/layers/image_window.h"
#include "compiler/layers/layer_builder.h"
#include "compiler/spec/layer.h"

namespace sinter {

// A depthwise kernel [rows, columns, channels, multiplier] of that name, with
// Keras' fans.
Variable DepthwiseKernel(std::string_view name, const ImageWindow& window,
                         int64_t channels, int64_t multiplier,
                         Initializer initializer,
                         const Regularizer& regularizer);

// Multiply-adds of a sample; those with padding are counted, too.
uint64_t DepthwiseMultiplyAdds(const SampleShape& image,
                               const ImageWindow& window, int64_t multiplier);

// Each channel of `images` convolved by itself with `multiplier` windows of the
// kernel.
mlir::Value ConvolveDepthwise(LayerBuilder& builder, mlir::Value images,
                              mlir::Value kernel, const ImageWindow& window,
                              int64_t multiplier);

}  // namespace sinter

#endif  // SINTER_COMPILER_LAYERS_DEPTHWISE_H_
