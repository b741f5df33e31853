// What layers have in common that make one number of each channel.
#ifndef SINTER_COMPILER_LAYERS_GLOBAL_POOLING_H_
#define SINTER_COMPILER_LAYERS_GLOBAL_POOLING_H_

#include <array>
#include <optional>
#include <string_view>

#include "compiler/spec/field_members.h"
#include "compiler/spec/layer.h"
#include "compiler/spec/layer_report.h"
#include "mlir/IR/Value.h"

namespace sinter {

struct GlobalPoolingOptions {
  bool keepdims = false;
  bool operator==(const GlobalPoolingOptions&) const = default;
};

inline constexpr std::array<SpecField, 1> kGlobalPooling2DFields = {{
    {"keepdims", "false", kAny, "whether the shape is [1, 1, channels]",
     Member<GlobalPoolingOptions, &GlobalPoolingOptions::keepdims>},
}};
inline constexpr std::array<SpecField, 1> kGlobalPooling1DFields = {{
    {"keepdims", "false", kAny, "whether the shape is [1, channels]",
     Member<GlobalPoolingOptions, &GlobalPoolingOptions::keepdims>},
}};

// The output's shape; nothing if the input is no image or no sequence, which
// it reports: `layer` needs one.
std::optional<SampleShape> InferOfImages(const SampleShape& input,
                                         const GlobalPoolingOptions& options,
                                         std::string_view layer,
                                         LayerReport& report);
std::optional<SampleShape> InferOfSequences(const SampleShape& input,
                                            const GlobalPoolingOptions& options,
                                            std::string_view layer,
                                            LayerReport& report);

// Of images [batch, rows, columns, channels], as the builder's output: the
// mean, and the largest element, of each channel.
mlir::Value MeanOfImages(LayerBuilder& builder, mlir::Value images);
mlir::Value PeakOfImages(LayerBuilder& builder, mlir::Value images);

}  // namespace sinter

#endif  // SINTER_COMPILER_LAYERS_GLOBAL_POOLING_H_
