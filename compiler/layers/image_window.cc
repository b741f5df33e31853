#include "compiler/layers/image_window.h"

#include <algorithm>

#include "compiler/spec/shapes.h"
#include "llvm/Support/FormatVariadic.h"

namespace sinter {
namespace {

int64_t CountWindows(int64_t input, int64_t extent, int64_t stride,
                     Padding padding) {
  if (padding == Padding::kSame) return (input + stride - 1) / stride;
  return input < extent ? 0 : (input - extent) / stride + 1;
}

// Of all padding the smaller half, as Keras has it.
int64_t Before(int64_t input, int64_t outputs, int64_t extent, int64_t stride) {
  return std::max<int64_t>((outputs - 1) * stride + extent - input, 0) / 2;
}

std::string HintForRank(const SampleShape& input) {
  if (input.size() == 2) {
    return llvm::formatv(
        "write the input's shape as [{0}, {1}, 1], or add a "
        "Reshape",
        input[0], input[1]);
  }
  return "add a Reshape before it";
}

}  // namespace

SizesOfImage ImageWindow::Outputs(SizesOfImage input) const {
  return {CountWindows(input[0], Extent(0), strides[0], padding),
          CountWindows(input[1], Extent(1), strides[1], padding)};
}

SizesOfImage ImageWindow::PaddingBefore(SizesOfImage input) const {
  if (padding == Padding::kValid) return {0, 0};
  const SizesOfImage outputs = Outputs(input);
  return {Before(input[0], outputs[0], Extent(0), strides[0]),
          Before(input[1], outputs[1], Extent(1), strides[1])};
}

SizesOfImage ImageSizes(const SampleShape& image) {
  return {image[0], image[1]};
}

bool CheckImages(const SampleShape& input, std::string_view layer,
                 LayerReport& report) {
  if (input.size() == 3) return true;
  report.Error("rank",
               llvm::formatv("{0} needs images [rows, columns, channels], not "
                             "shape {1}",
                             layer, ShapeText(input)),
               HintForRank(input));
  return false;
}

bool CheckStridesAndDilation(const ImageWindow& window, LayerReport& report) {
  constexpr SizesOfImage kOnes = {1, 1};
  if (window.strides == kOnes || window.dilations == kOnes) return true;
  report.ErrorIn("dilation_rate", "out-of-range",
                 "strides and dilation_rate cannot both be above 1, as in "
                 "Keras",
                 "remove one of them");
  return false;
}

std::optional<SizesOfImage> InferImage(const SampleShape& input,
                                       const ImageWindow& window,
                                       std::string_view layer,
                                       std::string_view taps_key,
                                       LayerReport& report) {
  if (!CheckImages(input, layer, report)) return std::nullopt;
  const SizesOfImage outputs = window.Outputs(ImageSizes(input));
  if (outputs[0] > 0 && outputs[1] > 0) return outputs;
  report.ErrorIn(
      taps_key, "shape",
      llvm::formatv("a window of {0} x {1} does not fit into images of {2} x "
                    "{3}",
                    window.Extent(0), window.Extent(1), input[0], input[1]),
      "padding: same lets it reach beyond them");
  return std::nullopt;
}

}  // namespace sinter
