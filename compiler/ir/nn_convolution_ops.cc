// Shapes and gradients of convolutions and pooling.
#include <array>
#include <cstdint>
#include <limits>

#include "compiler/ir/nn_dialect.h"

namespace sinter::nn {

using llvm::ArrayRef;
using llvm::failed;
using llvm::failure;
using llvm::LogicalResult;
using llvm::SmallVector;
using llvm::StringRef;
using llvm::success;
using mlir::OpBuilder;
using mlir::Operation;
using mlir::RankedTensorType;
using mlir::Value;
using mlir::ValueRange;

namespace {

constexpr std::array<const char*, 2> kDirections = {"height", "width"};

// So that products with the sizes of tensors fit into 64 bits.
constexpr int64_t kLargest = std::numeric_limits<int32_t>::max();

// How windows slide over an image, for height and width.
struct Windows {
  ArrayRef<int64_t> taps;  // of the window, in each direction
  ArrayRef<int64_t> strides;
  ArrayRef<int64_t> dilations;
  ArrayRef<int64_t> padding;
  bool may_be_outside = false;  // of the images altogether
};

LogicalResult VerifyPair(Operation* op, StringRef name,
                         ArrayRef<int64_t> values, int64_t smallest) {
  if (values.size() != 2) {
    return op->emitOpError()
           << "needs " << name << " of 2 numbers, not " << values.size();
  }
  for (const int64_t value : values) {
    if (value >= smallest && value <= kLargest) continue;
    return op->emitOpError() << "needs " << name << " from " << smallest
                             << " to " << kLargest << ", not " << value;
  }
  return success();
}

// `x` and `y` are the images that windows slide over, and what comes of them.
LogicalResult VerifyWindows(Operation* op, const Windows& windows,
                            RankedTensorType x, RankedTensorType y) {
  if (failed(VerifyPair(op, "strides", windows.strides, 1)) ||
      failed(VerifyPair(op, "dilations", windows.dilations, 1)) ||
      failed(VerifyPair(op, "padding", windows.padding, 0))) {
    return failure();
  }
  if (windows.may_be_outside) return success();
  for (size_t i = 0; i < 2; ++i) {
    const int64_t extent = (windows.taps[i] - 1) * windows.dilations[i] + 1;
    const int64_t padding = windows.padding[i];
    if (padding >= extent) {
      return op->emitOpError()
             << "has a padding of " << padding << " before a window that is "
             << extent << " long (" << kDirections[i] << ")";
    }
    const int64_t size = x.getDimSize(i + 1);
    const int64_t last =
        (y.getDimSize(i + 1) - 1) * windows.strides[i] - padding;
    if (last >= size) {
      return op->emitOpError() << "has a window that starts at " << last
                               << ", but the images end at " << size << " ("
                               << kDirections[i] << ")";
    }
  }
  return success();
}

LogicalResult VerifyEqual(Operation* op, StringRef what, StringRef left_name,
                          int64_t left, StringRef right_name, int64_t right) {
  if (left == right) return success();
  return op->emitOpError() << "has " << left << " " << what << " in "
                           << left_name << " but " << right << " in "
                           << right_name;
}

// Op is a convolution or a gradient of one. A kernel of rank 3 has one size for
// the channels of x and y.
template <typename Op>
LogicalResult VerifyConvolution(Op op, RankedTensorType x, RankedTensorType w,
                                RankedTensorType y) {
  if (failed(VerifyEqual(op, "samples", "x", x.getDimSize(0), "y",
                         y.getDimSize(0))) ||
      failed(VerifyEqual(op, "channels", "x", x.getDimSize(3), "w",
                         w.getDimSize(2))) ||
      failed(VerifyEqual(op, "channels", "w", w.getShape().back(), "y",
                         y.getDimSize(3)))) {
    return failure();
  }
  return VerifyWindows(op,
                       {w.getShape().take_front(2), op.getStrides(),
                        op.getDilations(), op.getPadding()},
                       x, y);
}

// Op is a pooling or the gradient of one.
template <typename Op>
LogicalResult VerifyPooling(Op op, RankedTensorType x, RankedTensorType y,
                            bool may_be_outside = false) {
  constexpr std::array<int64_t, 2> kNoDilation = {1, 1};
  if (failed(VerifyPair(op, "window", op.getWindow(), 1)) ||
      failed(VerifyEqual(op, "samples", "x", x.getDimSize(0), "y",
                         y.getDimSize(0))) ||
      failed(VerifyEqual(op, "channels", "x", x.getDimSize(3), "y",
                         y.getDimSize(3)))) {
    return failure();
  }
  return VerifyWindows(op,
                       {op.getWindow(), op.getStrides(), kNoDilation,
                        op.getPadding(), may_be_outside},
                       x, y);
}

}  // namespace

// conv2d: dx and dw are ops of their own.

LogicalResult Conv2DOp::verify() {
  return VerifyConvolution(*this, getX().getType(), getW().getType(),
                           getY().getType());
}

LogicalResult Conv2DInputGradOp::verify() {
  return VerifyConvolution(*this, getDx().getType(), getW().getType(),
                           getDy().getType());
}

LogicalResult Conv2DKernelGradOp::verify() {
  return VerifyConvolution(*this, getX().getType(), getDw().getType(),
                           getDy().getType());
}

// The input gradient comes first, as in matmul: the kernel may be overwritten
// where its gradient is made.
SmallVector<Value> Conv2DOp::buildGradients(OpBuilder& builder,
                                            ValueRange result_gradients,
                                            ArrayRef<bool> needed) {
  const Value dy = result_gradients[0];
  SmallVector<Value> gradients(2);
  if (needed[0]) {
    gradients[0] = builder.create<Conv2DInputGradOp>(
        getLoc(), getX().getType(), dy, getW(), getStrides(), getDilations(),
        getPadding());
  }
  if (needed[1]) {
    gradients[1] = builder.create<Conv2DKernelGradOp>(
        getLoc(), getW().getType(), getX(), dy, getStrides(), getDilations(),
        getPadding());
  }
  return gradients;
}

// The transpose of a convolution: its images are gradients, and theirs images.
SmallVector<Value> Conv2DInputGradOp::buildGradients(
    OpBuilder& builder, ValueRange result_gradients, ArrayRef<bool> needed) {
  const Value images = result_gradients[0];
  SmallVector<Value> gradients(2);
  if (needed[0]) {
    gradients[0] =
        builder.create<Conv2DOp>(getLoc(), getDy().getType(), images, getW(),
                                 getStrides(), getDilations(), getPadding());
  }
  if (needed[1]) {
    gradients[1] = builder.create<Conv2DKernelGradOp>(
        getLoc(), getW().getType(), images, getDy(), getStrides(),
        getDilations(), getPadding());
  }
  return gradients;
}

// depthwise_conv2d: likewise.

LogicalResult DepthwiseConv2DOp::verify() {
  return VerifyConvolution(*this, getX().getType(), getW().getType(),
                           getY().getType());
}

LogicalResult DepthwiseInputGradOp::verify() {
  return VerifyConvolution(*this, getDx().getType(), getW().getType(),
                           getDy().getType());
}

LogicalResult DepthwiseKernelGradOp::verify() {
  return VerifyConvolution(*this, getX().getType(), getDw().getType(),
                           getDy().getType());
}

SmallVector<Value> DepthwiseConv2DOp::buildGradients(
    OpBuilder& builder, ValueRange result_gradients, ArrayRef<bool> needed) {
  const Value dy = result_gradients[0];
  SmallVector<Value> gradients(2);
  if (needed[0]) {
    gradients[0] = builder.create<DepthwiseInputGradOp>(
        getLoc(), getX().getType(), dy, getW(), getStrides(), getDilations(),
        getPadding());
  }
  if (needed[1]) {
    gradients[1] = builder.create<DepthwiseKernelGradOp>(
        getLoc(), getW().getType(), getX(), dy, getStrides(), getDilations(),
        getPadding());
  }
  return gradients;
}

// max_pool: each dy goes to the tap that index names.

LogicalResult MaxPoolOp::verify() {
  if (getIndex().getType() != getY().getType()) {
    return emitOpError("needs an index of y's type");
  }
  return VerifyPooling(*this, getX().getType(), getY().getType());
}

LogicalResult MaxPoolGradOp::verify() {
  return VerifyPooling(*this, getDx().getType(), getDy().getType());
}

SmallVector<Value> MaxPoolOp::buildGradients(OpBuilder& builder,
                                             ValueRange result_gradients,
                                             ArrayRef<bool> needed) {
  const Value dy = result_gradients[0];
  if (!needed[0] || !dy) return {Value()};
  return {builder.create<MaxPoolGradOp>(getLoc(), getX().getType(), dy,
                                        getIndex(), getWindow(), getStrides(),
                                        getPadding())};
}

// sum_pool and spread: each is the gradient of the other.

LogicalResult SumPoolOp::verify() {
  return VerifyPooling(*this, getX().getType(), getY().getType(),
                       /*may_be_outside=*/true);
}

LogicalResult SpreadOp::verify() {
  return VerifyPooling(*this, getX().getType(), getY().getType(),
                       /*may_be_outside=*/true);
}

LogicalResult CountPoolOp::verify() {
  return VerifyPooling(*this, getX().getType(), getY().getType());
}

SmallVector<Value> CountPoolOp::buildGradients(OpBuilder&, ValueRange,
                                               ArrayRef<bool>) {
  return {Value()};
}

SmallVector<Value> SumPoolOp::buildGradients(OpBuilder& builder,
                                             ValueRange result_gradients,
                                             ArrayRef<bool> needed) {
  if (!needed[0]) return {Value()};
  return {builder.create<SpreadOp>(getLoc(), getX().getType(),
                                   result_gradients[0], getWindow(),
                                   getStrides(), getPadding())};
}

SmallVector<Value> SpreadOp::buildGradients(OpBuilder& builder,
                                            ValueRange result_gradients,
                                            ArrayRef<bool> needed) {
  if (!needed[0]) return {Value()};
  return {builder.create<SumPoolOp>(getLoc(), getY().getType(),
                                    result_gradients[0], getWindow(),
                                    getStrides(), getPadding())};
}

// peak: dy / (how many elements are y) goes to each of them.

LogicalResult PeakOp::verify() {
  const RankedTensorType x = getX().getType();
  const RankedTensorType y = getY().getType();
  const bool fits = y.getDimSize(0) == x.getDimSize(0) &&
                    y.getDimSize(1) == 1 && y.getDimSize(2) == 1 &&
                    y.getDimSize(3) == x.getDimSize(3);
  if (fits) return success();
  return emitOpError() << "makes one pixel of each image " << x << ", not "
                       << y;
}

SmallVector<Value> PeakOp::buildGradients(OpBuilder& builder,
                                          ValueRange result_gradients,
                                          ArrayRef<bool> needed) {
  if (!needed[0]) return {Value()};
  constexpr std::array<int64_t, 2> kOne = {1, 1}, kNone = {0, 0};
  const RankedTensorType type = getX().getType();
  const ArrayRef<int64_t> image = type.getShape().slice(1, 2);
  const auto everywhere = [&](Value pixel) -> Value {
    return builder.create<SpreadOp>(getLoc(), type, pixel, image, kOne, kNone);
  };
  const Value maxima = everywhere(getY());
  const auto where_largest = [&](Value value) -> Value {
    return builder.create<WhereGreaterOp>(getLoc(), value, getX(), maxima,
                                          /*or_equal=*/true);
  };
  const Value ones =
      builder.create<CountPoolOp>(getLoc(), type, getX(), kOne, kOne, kNone);
  const Value count = builder.create<SumPoolOp>(
      getLoc(), getY().getType(), where_largest(ones), image, kOne, kNone);
  const Value share =
      builder.create<DivideOp>(getLoc(), result_gradients[0], count);
  return {where_largest(everywhere(share))};
}

}  // namespace sinter::nn
