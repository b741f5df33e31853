// What pooling layers have in common, on images [rows, columns, channels] and
// on sequences [steps, channels], which are images of one column.
#ifndef SINTER_COMPILER_LAYERS_POOLING_H_
#define SINTER_COMPILER_LAYERS_POOLING_H_

#include <array>
#include <cstdint>
#include <optional>

#include "compiler/layers/image_window.h"
#include "compiler/spec/field_members.h"
#include "compiler/spec/layer.h"
#include "compiler/spec/limits.h"
#include "mlir/IR/Value.h"

namespace sinter {

struct Pooling2DOptions {
  SizesOfImage pool_size = {2, 2};
  SizesOfImage strides = {0, 0};  // zeros: as pool_size, which InferOutput sets
  Padding padding = Padding::kValid;
  bool operator==(const Pooling2DOptions&) const = default;

  ImageWindow Window() const;  // of strides that are known
};

struct Pooling1DOptions {
  int64_t pool_size = 2;
  std::optional<int64_t> strides;  // none: as pool_size
  Padding padding = Padding::kValid;
  bool operator==(const Pooling1DOptions&) const = default;

  ImageWindow Window() const;
};

inline constexpr std::array<SpecField, 3> kPooling2DFields = {{
    {"pool_size", "2", FromTo(1, kMostWindow), "rows and columns of the window",
     PairMember<Pooling2DOptions, &Pooling2DOptions::pool_size>},
    {"strides", kAutomatic, FromTo(1, kMostWindow),
     "rows and columns from one window to the next; as pool_size if not given",
     PairMember<Pooling2DOptions, &Pooling2DOptions::strides>},
    {"padding", "valid", kAny,
     "`same`: windows may reach beyond the image, where nothing is",
     Member<Pooling2DOptions, &Pooling2DOptions::padding>},
}};

inline constexpr std::array<SpecField, 3> kPooling1DFields = {{
    {"pool_size", "2", FromTo(1, kMostWindow), "steps of the window",
     Member<Pooling1DOptions, &Pooling1DOptions::pool_size>},
    {"strides", kNone, FromTo(1, kMostWindow),
     "steps from one window to the next; as pool_size if not given",
     Member<Pooling1DOptions, &Pooling1DOptions::strides>},
    {"padding", "valid", kAny,
     "`same`: windows may reach beyond the sequence, where nothing is",
     Member<Pooling1DOptions, &Pooling1DOptions::padding>},
}};

// The output's shape; nothing after a mistake, which it reports: `layer`, as in
// "MaxPooling2D", gets something else, or the window is too large.
std::optional<SampleShape> InferPooledImages(const SampleShape& input,
                                             const ImageWindow& window,
                                             std::string_view layer,
                                             LayerReport& report);
std::optional<SampleShape> InferPooledSequences(const SampleShape& input,
                                                const ImageWindow& window,
                                                std::string_view layer,
                                                LayerReport& report);

// The largest element of each window, channel by channel; the first of those
// that are equal has the gradient.
mlir::Value MaxPool(LayerBuilder& builder, mlir::Value images,
                    const ImageWindow& window);
// The mean of the elements in each window.
mlir::Value AveragePool(LayerBuilder& builder, mlir::Value images,
                        const ImageWindow& window);

}  // namespace sinter

#endif  // SINTER_COMPILER_LAYERS_POOLING_H_
