// Sequences [steps, channels], which ops see as images of one column.
#ifndef SINTER_COMPILER_LAYERS_SEQUENCE_H_
#define SINTER_COMPILER_LAYERS_SEQUENCE_H_

#include <optional>
#include <string_view>

#include "compiler/layers/image_window.h"
#include "compiler/spec/layer.h"
#include "compiler/spec/layer_report.h"
#include "mlir/IR/Value.h"

namespace sinter {

// Whether the layer's input is sequences; if not, it reports that `layer`, as
// in "Conv1D", needs them.
bool CheckSequences(const SampleShape& input, std::string_view layer,
                    LayerReport& report);

// The output's steps; nothing after a mistake, which it reports: `layer` gets
// no sequences, or the window, of key `taps_key`, is longer than they are.
std::optional<int64_t> InferSteps(const SampleShape& input,
                                  const ImageWindow& window,
                                  std::string_view layer,
                                  std::string_view taps_key,
                                  LayerReport& report);

// [batch, steps, channels] as [batch, steps, 1, channels].
mlir::Value AsImages(LayerBuilder& builder, mlir::Value sequences);

}  // namespace sinter

#endif  // SINTER_COMPILER_LAYERS_SEQUENCE_H_
