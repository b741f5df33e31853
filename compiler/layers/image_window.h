// What layers that slide a window over images [rows, columns, channels] have
// in common: the sizes of their outputs, and Keras' padding.
#ifndef SINTER_COMPILER_LAYERS_IMAGE_WINDOW_H_
#define SINTER_COMPILER_LAYERS_IMAGE_WINDOW_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "compiler/spec/choices.h"
#include "compiler/spec/layer.h"
#include "compiler/spec/layer_report.h"

namespace sinter {

using SizesOfImage = std::array<int64_t, 2>;
// Before and after the rows, before and after the columns.
using BordersOfImage = std::array<std::array<int64_t, 2>, 2>;

struct ImageWindow {
  SizesOfImage taps;
  SizesOfImage strides;
  SizesOfImage dilations;
  Padding padding;

  // Rows and columns that a window covers.
  int64_t Extent(int axis) const {
    return (taps[axis] - 1) * dilations[axis] + 1;
  }
  // Of an input with rows and columns `input`; 0 where no window fits.
  SizesOfImage Outputs(SizesOfImage input) const;
  // Before the first row and column.
  SizesOfImage PaddingBefore(SizesOfImage input) const;
};

// Rows and columns of the images that are the layer's input.
SizesOfImage ImageSizes(const SampleShape& image);

// Whether the layer's input is images; if not, it reports that `layer`, as in
// "Conv2D", needs them.
bool CheckImages(const SampleShape& input, std::string_view layer,
                 LayerReport& report);

// Whether only one of the two is above 1; if not, it reports that.
bool CheckStridesAndDilation(const ImageWindow& window, LayerReport& report);

// The output's rows and columns; nothing after a mistake, which it reports:
// `layer` gets no images, or the window, of key `taps_key`, is larger than they
// are.
std::optional<SizesOfImage> InferImage(const SampleShape& input,
                                       const ImageWindow& window,
                                       std::string_view layer,
                                       std::string_view taps_key,
                                       LayerReport& report);

}  // namespace sinter

#endif  // SINTER_COMPILER_LAYERS_IMAGE_WINDOW_H_
