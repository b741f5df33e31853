// Rules and gradients of the activations.
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

// dx = GradOp(dy, value, attributes...), or nothing if it is not needed.
template <typename GradOp, typename... Attributes>
SmallVector<Value> BuildGradient(OpBuilder& builder, Operation* op,
                                 ValueRange result_gradients,
                                 ArrayRef<bool> needed, Value value,
                                 Attributes... attributes) {
  if (!needed[0]) return {Value()};
  return {builder.create<GradOp>(op->getLoc(), result_gradients[0], value,
                                 attributes...)};
}

// The gradient takes the sign of y for the sign of x, so the slope below zero
// must not turn it around.
LogicalResult VerifyNotNegative(Operation* op, llvm::StringRef name,
                                double value) {
  if (value >= 0.0) return success();
  return op->emitOpError() << "needs " << name << " >= 0, not " << value;
}

// The gradient takes y < max_value for a slope of 1.
template <typename Op>
LogicalResult VerifyClippedRelu(Op op) {
  const double max_value = op.getMaxValue();
  if (max_value > 0.0) {
    return VerifyNotNegative(op, "negative_slope", op.getNegativeSlope());
  }
  return op.emitOpError() << "needs max_value > 0, not " << max_value;
}

LogicalResult VerifyHasRows(Operation* op, Value value) {
  if (llvm::cast<mlir::RankedTensorType>(value.getType()).getRank() > 0) {
    return success();
  }
  return op->emitOpError("needs a tensor of rank 1 or more");
}

}  // namespace

LogicalResult LeakyReluOp::verify() {
  return VerifyNotNegative(*this, "negative_slope", getNegativeSlope());
}

LogicalResult LeakyReluGradOp::verify() {
  return VerifyNotNegative(*this, "negative_slope", getNegativeSlope());
}

LogicalResult ClippedReluOp::verify() { return VerifyClippedRelu(*this); }

LogicalResult ClippedReluGradOp::verify() { return VerifyClippedRelu(*this); }

LogicalResult EluOp::verify() {
  return VerifyNotNegative(*this, "alpha", getAlpha());
}

LogicalResult EluGradOp::verify() {
  return VerifyNotNegative(*this, "alpha", getAlpha());
}

LogicalResult SoftmaxOp::verify() { return VerifyHasRows(*this, getX()); }

LogicalResult SoftmaxGradOp::verify() { return VerifyHasRows(*this, getY()); }

LogicalResult LogSoftmaxOp::verify() { return VerifyHasRows(*this, getX()); }

LogicalResult LogSoftmaxGradOp::verify() {
  return VerifyHasRows(*this, getY());
}

// From the output.

SmallVector<Value> ReluOp::buildGradients(OpBuilder& builder,
                                          ValueRange result_gradients,
                                          ArrayRef<bool> needed) {
  return BuildGradient<ReluGradOp>(builder, *this, result_gradients, needed,
                                   getY());
}

SmallVector<Value> LeakyReluOp::buildGradients(OpBuilder& builder,
                                               ValueRange result_gradients,
                                               ArrayRef<bool> needed) {
  return BuildGradient<LeakyReluGradOp>(builder, *this, result_gradients,
                                        needed, getY(), getNegativeSlope());
}

SmallVector<Value> EluOp::buildGradients(OpBuilder& builder,
                                         ValueRange result_gradients,
                                         ArrayRef<bool> needed) {
  return BuildGradient<EluGradOp>(builder, *this, result_gradients, needed,
                                  getY(), getAlpha());
}

SmallVector<Value> SigmoidOp::buildGradients(OpBuilder& builder,
                                             ValueRange result_gradients,
                                             ArrayRef<bool> needed) {
  return BuildGradient<SigmoidGradOp>(builder, *this, result_gradients, needed,
                                      getY());
}

SmallVector<Value> TanhOp::buildGradients(OpBuilder& builder,
                                          ValueRange result_gradients,
                                          ArrayRef<bool> needed) {
  return BuildGradient<TanhGradOp>(builder, *this, result_gradients, needed,
                                   getY());
}

SmallVector<Value> SoftmaxOp::buildGradients(OpBuilder& builder,
                                             ValueRange result_gradients,
                                             ArrayRef<bool> needed) {
  return BuildGradient<SoftmaxGradOp>(builder, *this, result_gradients, needed,
                                      getY());
}

SmallVector<Value> ClippedReluOp::buildGradients(OpBuilder& builder,
                                                 ValueRange result_gradients,
                                                 ArrayRef<bool> needed) {
  return BuildGradient<ClippedReluGradOp>(builder, *this, result_gradients,
                                          needed, getY(), getMaxValue(),
                                          getNegativeSlope());
}

SmallVector<Value> SeluOp::buildGradients(OpBuilder& builder,
                                          ValueRange result_gradients,
                                          ArrayRef<bool> needed) {
  return BuildGradient<SeluGradOp>(builder, *this, result_gradients, needed,
                                   getY());
}

SmallVector<Value> SoftplusOp::buildGradients(OpBuilder& builder,
                                              ValueRange result_gradients,
                                              ArrayRef<bool> needed) {
  return BuildGradient<SoftplusGradOp>(builder, *this, result_gradients, needed,
                                       getY());
}

SmallVector<Value> ExponentialOp::buildGradients(OpBuilder& builder,
                                                 ValueRange result_gradients,
                                                 ArrayRef<bool> needed) {
  return BuildGradient<ExponentialGradOp>(builder, *this, result_gradients,
                                          needed, getY());
}

SmallVector<Value> HardSigmoidOp::buildGradients(OpBuilder& builder,
                                                 ValueRange result_gradients,
                                                 ArrayRef<bool> needed) {
  return BuildGradient<HardSigmoidGradOp>(builder, *this, result_gradients,
                                          needed, getY());
}

SmallVector<Value> LogSoftmaxOp::buildGradients(OpBuilder& builder,
                                                ValueRange result_gradients,
                                                ArrayRef<bool> needed) {
  return BuildGradient<LogSoftmaxGradOp>(builder, *this, result_gradients,
                                         needed, getY());
}

// From the input.

SmallVector<Value> GeluOp::buildGradients(OpBuilder& builder,
                                          ValueRange result_gradients,
                                          ArrayRef<bool> needed) {
  return BuildGradient<GeluGradOp>(builder, *this, result_gradients, needed,
                                   getX());
}

SmallVector<Value> SiluOp::buildGradients(OpBuilder& builder,
                                          ValueRange result_gradients,
                                          ArrayRef<bool> needed) {
  return BuildGradient<SiluGradOp>(builder, *this, result_gradients, needed,
                                   getX());
}

SmallVector<Value> SoftsignOp::buildGradients(OpBuilder& builder,
                                              ValueRange result_gradients,
                                              ArrayRef<bool> needed) {
  return BuildGradient<SoftsignGradOp>(builder, *this, result_gradients, needed,
                                       getX());
}

SmallVector<Value> HardSiluOp::buildGradients(OpBuilder& builder,
                                              ValueRange result_gradients,
                                              ArrayRef<bool> needed) {
  return BuildGradient<HardSiluGradOp>(builder, *this, result_gradients, needed,
                                       getX());
}

SmallVector<Value> MishOp::buildGradients(OpBuilder& builder,
                                          ValueRange result_gradients,
                                          ArrayRef<bool> needed) {
  return BuildGradient<MishGradOp>(builder, *this, result_gradients, needed,
                                   getX());
}

}  // namespace sinter::nn
