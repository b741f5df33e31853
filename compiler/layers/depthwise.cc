#include "compiler/layers/depthwise.h"

#include "compiler/ir/nn_dialect.h"
#include "compiler/layers/kernel_and_bias.h"

namespace sinter {
namespace {

// Each channel `times` times: as rows of one channel, each spread over columns.
mlir::Value RepeatChannels(LayerBuilder& builder, mlir::Value images,
                           int64_t times) {
  if (times == 1) return images;
  const auto type = TypeOf(images);
  const auto shape = type.getShape();
  const int64_t elements = shape[1] * shape[2] * shape[3];
  const SizesOfImage window = {1, times};
  const mlir::Value column = builder.Create<nn::ReshapeOp>(
      type.clone({shape[0], elements, 1, 1}), images);
  const mlir::Value repeated =
      builder.Create<nn::SpreadOp>(type.clone({shape[0], elements, times, 1}),
                                   column, window, window, SizesOfImage{0, 0});
  return builder.Create<nn::ReshapeOp>(
      type.clone({shape[0], shape[1], shape[2], shape[3] * times}), repeated);
}

}  // namespace

Variable DepthwiseKernel(std::string_view name, const ImageWindow& window,
                         int64_t channels, int64_t multiplier,
                         Initializer initializer,
                         const Regularizer& regularizer) {
  const auto [rows, cols] = window.taps;
  return {.name = name,
          .shape = {rows, cols, channels, multiplier},
          .initializer = initializer,
          .fan_in = FanOf({rows, cols, channels}),
          .fan_out = FanOf({rows, cols, multiplier}),
          .regularizer = regularizer,
          .seen_as = {rows, cols, channels * multiplier}};
}

uint64_t DepthwiseMultiplyAdds(const SampleShape& image,
                               const ImageWindow& window, int64_t multiplier) {
  const auto [rows, cols] = window.Outputs(ImageSizes(image));
  return static_cast<uint64_t>(rows) * static_cast<uint64_t>(cols) *
         static_cast<uint64_t>(window.taps[0] * window.taps[1]) *
         static_cast<uint64_t>(image.back() * multiplier);
}

mlir::Value ConvolveDepthwise(LayerBuilder& builder, mlir::Value images,
                              mlir::Value kernel, const ImageWindow& window,
                              int64_t multiplier) {
  const mlir::Value x = RepeatChannels(builder, images, multiplier);
  const auto type = TypeOf(x);
  const SizesOfImage image = {type.getDimSize(1), type.getDimSize(2)};
  const auto [rows, cols] = window.Outputs(image);
  return builder.Create<nn::DepthwiseConv2DOp>(
      type.clone({type.getDimSize(0), rows, cols, type.getDimSize(3)}), x,
      kernel, window.strides, window.dilations, window.PaddingBefore(image));
}

}  // namespace sinter
