// Rules and gradients of normalization and scale.
#include "compiler/ir/nn_dialect.h"

namespace sinter::nn {

using llvm::ArrayRef;
using llvm::LogicalResult;
using llvm::SmallVector;
using llvm::success;
using mlir::OpBuilder;
using mlir::Operation;
using mlir::Value;
using mlir::ValueRange;

namespace {

// A row of equal elements has variance 0.
LogicalResult VerifyEpsilon(Operation* op, double epsilon) {
  if (static_cast<float>(epsilon) > 0.0f) return success();
  return op->emitOpError() << "needs float(epsilon) > 0, not " << epsilon;
}

}  // namespace

// normalize

LogicalResult NormalizeOp::verify() {
  return VerifyEpsilon(*this, getEpsilon());
}

LogicalResult NormalizeGradOp::verify() {
  return VerifyEpsilon(*this, getEpsilon());
}

SmallVector<Value> NormalizeOp::buildGradients(OpBuilder& builder,
                                               ValueRange result_gradients,
                                               ArrayRef<bool> needed) {
  if (!needed[0]) return {Value()};
  return {builder.create<NormalizeGradOp>(getLoc(), result_gradients[0], getX(),
                                          getEpsilon())};
}

// batch_normalize, standardize

namespace {

// `x` has a column for each of the channels that `statistic` is of.
LogicalResult VerifyChannels(Operation* op, mlir::RankedTensorType x,
                             mlir::RankedTensorType statistic) {
  const int64_t channels = x.getShape().back();
  if (channels == statistic.getDimSize(0)) return success();
  return op->emitOpError() << "has " << channels
                           << " channels but statistics of "
                           << statistic.getDimSize(0);
}

}  // namespace

LogicalResult BatchNormalizeOp::inferReturnTypes(
    mlir::MLIRContext*, std::optional<mlir::Location>, Adaptor adaptor,
    llvm::SmallVectorImpl<mlir::Type>& types) {
  const auto x = llvm::cast<mlir::RankedTensorType>(adaptor.getX().getType());
  const auto statistic =
      mlir::RankedTensorType::get({x.getShape().back()}, x.getElementType());
  types.append({x, statistic, statistic});
  return success();
}

LogicalResult BatchNormalizeOp::verify() {
  return VerifyEpsilon(*this, getEpsilon());
}

LogicalResult BatchNormalizeGradOp::verify() {
  if (failed(VerifyEpsilon(*this, getEpsilon()))) return mlir::failure();
  return VerifyChannels(*this, getY().getType(), getVariance().getType());
}

LogicalResult StandardizeOp::verify() {
  if (failed(VerifyEpsilon(*this, getEpsilon()))) return mlir::failure();
  return VerifyChannels(*this, getX().getType(), getMean().getType());
}

// dx = standardize(dy) with a mean of zero. Mean and variance are given:
// nothing is trained by them.
SmallVector<Value> StandardizeOp::buildGradients(OpBuilder& builder,
                                                 ValueRange result_gradients,
                                                 ArrayRef<bool> needed) {
  assert(needed[0] && !needed[1] && !needed[2]);
  const Value no_mean = builder.create<RescaleOp>(
      getLoc(), getMean(), /*scale=*/0.0, /*offset=*/0.0);
  return {builder.create<StandardizeOp>(getLoc(), result_gradients[0], no_mean,
                                        getVariance(), getEpsilon()),
          Value(), Value()};
}

SmallVector<Value> BatchNormalizeOp::buildGradients(OpBuilder& builder,
                                                    ValueRange result_gradients,
                                                    ArrayRef<bool> needed) {
  if (!needed[0]) return {Value(), Value()};
  return {builder.create<BatchNormalizeGradOp>(getLoc(), result_gradients[0],
                                               getY(), getVariance(),
                                               getSamples(), getEpsilon()),
          Value()};
}

// scale: dx = scale(dy, gamma), dgamma = the sum of the rows of dy x.

LogicalResult ScaleOp::verify() {
  const int64_t columns = getX().getType().getShape().back();
  const int64_t length = getGamma().getType().getDimSize(0);
  if (columns == length) return success();
  return emitOpError() << "multiplies " << columns << " columns by " << length
                       << " factors";
}

SmallVector<Value> ScaleOp::buildGradients(OpBuilder& builder,
                                           ValueRange result_gradients,
                                           ArrayRef<bool> needed) {
  const Value dy = result_gradients[0];
  SmallVector<Value> gradients(2);
  if (needed[0]) {
    gradients[0] = builder.create<ScaleOp>(getLoc(), dy, getGamma());
  }
  if (needed[1]) {
    const Value product = builder.create<MultiplyOp>(getLoc(), dy, getX());
    gradients[1] = builder.create<ReduceSumOp>(getLoc(), product);
  }
  return gradients;
}

}  // namespace sinter::nn
