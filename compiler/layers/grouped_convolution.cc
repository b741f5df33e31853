#include "compiler/layers/grouped_convolution.h"

#include "compiler/ir/nn_dialect.h"
#include "compiler/layers/depthwise.h"
#include "llvm/Support/FormatVariadic.h"

namespace sinter {
namespace {

// Part number `part` of as many equal ones of the last dimension.
mlir::Value Part(LayerBuilder& builder, mlir::Value whole, int64_t part,
                 int64_t parts) {
  llvm::SmallVector<int64_t> shape(TypeOf(whole).getShape());
  shape.back() /= parts;
  return builder.Create<nn::SliceOp>(TypeOf(whole).clone(shape), whole,
                                     part * shape.back());
}

mlir::Value Convolve(LayerBuilder& builder, mlir::Value images,
                     mlir::Value kernel, const ImageWindow& window) {
  const mlir::RankedTensorType type = TypeOf(images);
  const SizesOfImage image = {type.getDimSize(1), type.getDimSize(2)};
  const auto [rows, cols] = window.Outputs(image);
  return builder.Create<nn::Conv2DOp>(
      type.clone(
          {type.getDimSize(0), rows, cols, TypeOf(kernel).getDimSize(3)}),
      images, kernel, window.strides, window.dilations,
      window.PaddingBefore(image));
}

}  // namespace

bool CheckGroups(int64_t groups, int64_t channels, int64_t filters,
                 LayerReport& report) {
  if (channels % groups == 0 && filters % groups == 0) return true;
  report.ErrorIn("groups", "out-of-range",
                 llvm::formatv("{0} channels and {1} filters are not {2} "
                               "groups of as many",
                               channels, filters, groups));
  return false;
}

mlir::Value ConvolveGroups(LayerBuilder& builder, mlir::Value images,
                           mlir::Value kernel, const ImageWindow& window,
                           int64_t groups) {
  const int64_t channels = TypeOf(images).getDimSize(3);
  if (TypeOf(kernel).getRank() == 3)
    return ConvolveDepthwise(builder, images, kernel, window,
                             TypeOf(kernel).getDimSize(2) / channels);
  if (groups == 1) return Convolve(builder, images, kernel, window);
  llvm::SmallVector<mlir::Value> results;
  for (int64_t group = 0; group < groups; ++group)
    results.push_back(Convolve(builder, Part(builder, images, group, groups),
                               Part(builder, kernel, group, groups), window));
  llvm::SmallVector<int64_t> shape(TypeOf(results.front()).getShape());
  shape.back() *= groups;
  return builder.Create<nn::ConcatOp>(TypeOf(images).clone(shape), results);
}

}  // namespace sinter
