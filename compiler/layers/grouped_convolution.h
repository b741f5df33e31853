// Convolutions whose channels are cut into groups, each convolved by itself.
#ifndef SINTER_COMPILER_LAYERS_GROUPED_CONVOLUTION_H_
#define SINTER_COMPILER_LAYERS_GROUPED_CONVOLUTION_H_

#include <cstdint>

#include "compiler/layers/image_window.h"
#include "compiler/layers/layer_builder.h"
#include "compiler/spec/layer_report.h"

namespace sinter {

// Whether channels and filters can be cut into as many groups; if not, it
// reports that.
bool CheckGroups(int64_t groups, int64_t channels, int64_t filters,
                 LayerReport& report);

// Of images [batch, rows, columns, channels] with a kernel [rows, columns,
// channels of a group, filters], or, where a group is one channel, [rows,
// columns, filters].
mlir::Value ConvolveGroups(LayerBuilder& builder, mlir::Value images,
                           mlir::Value kernel, const ImageWindow& window,
                           int64_t groups);

}  // namespace sinter

#endif  // SINTER_COMPILER_LAYERS_GROUPED_CONVOLUTION_H_
