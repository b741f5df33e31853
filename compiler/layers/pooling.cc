#include "compiler/layers/pooling.h"

#include "compiler/ir/nn_dialect.h"
#include "compiler/layers/layer_builder.h"
#include "compiler/layers/sequence.h"
#include "llvm/Support/FormatVariadic.h"

namespace sinter {
namespace {

// The gradient of a maximum finds it by its pixel's number in the window, a
// float32.
constexpr int64_t kMostPixels = int64_t{1} << 24;

bool CheckPixels(const ImageWindow& window, LayerReport& report) {
  const auto [rows, cols] = window.taps;
  if (rows * cols <= kMostPixels) return true;
  report.ErrorIn("pool_size", "too-large",
                 llvm::formatv("a window of {0} x {1} has more than 2^24 "
                               "pixels",
                               rows, cols));
  return false;
}

SizesOfImage SizesOf(mlir::Value images) {
  return {TypeOf(images).getDimSize(1), TypeOf(images).getDimSize(2)};
}

mlir::RankedTensorType PooledType(mlir::Value images,
                                  const ImageWindow& window) {
  const auto [rows, cols] = window.Outputs(SizesOf(images));
  const mlir::RankedTensorType type = TypeOf(images);
  return type.clone({type.getDimSize(0), rows, cols, type.getDimSize(3)});
}

// Whether each window lies in the images.
bool AllAreWhole(const ImageWindow& window, SizesOfImage images) {
  const SizesOfImage outputs = window.Outputs(images);
  const SizesOfImage padding = window.PaddingBefore(images);
  for (int axis = 0; axis < 2; ++axis) {
    const int64_t end = (outputs[axis] - 1) * window.strides[axis] +
                        window.Extent(axis) - padding[axis];
    if (padding[axis] > 0 || end > images[axis]) return false;
  }
  return true;
}

}  // namespace

ImageWindow Pooling2DOptions::Window() const {
  return {pool_size, strides, {1, 1}, padding};
}

ImageWindow Pooling1DOptions::Window() const {
  return {{pool_size, 1}, {strides.value_or(pool_size), 1}, {1, 1}, padding};
}

std::optional<SampleShape> InferPooledImages(const SampleShape& input,
                                             const ImageWindow& window,
                                             std::string_view layer,
                                             LayerReport& report) {
  const auto image = InferImage(input, window, layer, "pool_size", report);
  if (!image || !CheckPixels(window, report)) return std::nullopt;
  return SampleShape{(*image)[0], (*image)[1], input.back()};
}

std::optional<SampleShape> InferPooledSequences(const SampleShape& input,
                                                const ImageWindow& window,
                                                std::string_view layer,
                                                LayerReport& report) {
  const auto steps = InferSteps(input, window, layer, "pool_size", report);
  if (!steps || !CheckPixels(window, report)) return std::nullopt;
  return SampleShape{*steps, input.back()};
}

mlir::Value MaxPool(LayerBuilder& builder, mlir::Value images,
                    const ImageWindow& window) {
  return builder.CreateMany<nn::MaxPoolOp>(
      PooledType(images, window), images, window.taps, window.strides,
      window.PaddingBefore(SizesOf(images)))[0];
}

// Keras divides by the number of elements that are there. Where it is one
// number for all, the factor is rounded: y is the quotient to a unit in the
// last place.
mlir::Value AveragePool(LayerBuilder& builder, mlir::Value images,
                        const ImageWindow& window) {
  const SizesOfImage padding = window.PaddingBefore(SizesOf(images));
  const mlir::RankedTensorType type = PooledType(images, window);
  const mlir::Value sums = builder.Create<nn::SumPoolOp>(
      type, images, window.taps, window.strides, padding);
  if (!AllAreWhole(window, SizesOf(images))) {
    const mlir::Value counts = builder.Create<nn::CountPoolOp>(
        type, images, window.taps, window.strides, padding);
    return builder.Create<nn::DivideOp>(sums, counts);
  }
  const int64_t count = window.taps[0] * window.taps[1];
  return builder.Create<nn::RescaleOp>(
      sums, /*scale=*/1.0 / static_cast<double>(count), /*offset=*/0.0);
}

}  // namespace sinter
