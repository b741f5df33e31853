// Shapes and gradients of the losses, and of what makes one number of a
// batch's.
#include "compiler/ir/nn_dialect.h"

namespace sinter::nn {

using llvm::ArrayRef;
using llvm::LogicalResult;
using llvm::SmallVector;
using llvm::SmallVectorImpl;
using llvm::success;
using mlir::Location;
using mlir::MLIRContext;
using mlir::OpBuilder;
using mlir::Type;
using mlir::Value;
using mlir::ValueRange;

namespace {

// Op has `scores` [B, C] and `labels` [B].
template <typename Op>
LogicalResult VerifyLabels(Op op) {
  const int64_t rows = op.getScores().getType().getDimSize(0);
  const int64_t labels = op.getLabels().getType().getDimSize(0);
  if (rows == labels) return success();
  return op.emitOpError() << "has " << rows << " rows of scores but " << labels
                          << " labels";
}

// Op has a `dy` [B], too.
template <typename Op>
LogicalResult VerifyLossGradient(Op op) {
  const int64_t rows = op.getScores().getType().getDimSize(0);
  const int64_t losses = op.getDy().getType().getDimSize(0);
  if (rows == losses) return VerifyLabels(op);
  return op.emitOpError() << "has " << rows
                          << " rows of scores but gradients of " << losses
                          << " losses";
}

// A number for each row of the scores.
template <typename Adaptor>
LogicalResult InferPerSample(Adaptor adaptor, SmallVectorImpl<Type>& types) {
  const auto scores =
      llvm::cast<mlir::RankedTensorType>(adaptor.getScores().getType());
  types.push_back(mlir::RankedTensorType::get({scores.getDimSize(0)},
                                              scores.getElementType()));
  return success();
}

template <typename GradOp, typename Op>
SmallVector<Value> BuildGradient(OpBuilder& builder, Op op,
                                 ValueRange result_gradients,
                                 ArrayRef<bool> needed) {
  SmallVector<Value> gradients(2);
  if (needed[0]) {
    gradients[0] = builder.create<GradOp>(op.getLoc(), result_gradients[0],
                                          op.getScores(), op.getLabels());
  }
  return gradients;
}

}  // namespace

LogicalResult SparseCrossEntropyOp::verify() { return VerifyLabels(*this); }

LogicalResult SparseCrossEntropyGradOp::verify() {
  return VerifyLossGradient(*this);
}

LogicalResult MeanSquaredErrorOp::verify() { return VerifyLabels(*this); }

LogicalResult MeanSquaredErrorGradOp::verify() {
  return VerifyLossGradient(*this);
}

LogicalResult AccuracyOp::verify() { return VerifyLabels(*this); }

LogicalResult TopKAccuracyOp::verify() { return VerifyLabels(*this); }

LogicalResult SparseCrossEntropyOp::inferReturnTypes(
    MLIRContext*, std::optional<Location>, Adaptor adaptor,
    SmallVectorImpl<Type>& types) {
  return InferPerSample(adaptor, types);
}

LogicalResult MeanSquaredErrorOp::inferReturnTypes(
    MLIRContext*, std::optional<Location>, Adaptor adaptor,
    SmallVectorImpl<Type>& types) {
  return InferPerSample(adaptor, types);
}

LogicalResult AccuracyOp::inferReturnTypes(MLIRContext*,
                                           std::optional<Location>,
                                           Adaptor adaptor,
                                           SmallVectorImpl<Type>& types) {
  return InferPerSample(adaptor, types);
}

LogicalResult TopKAccuracyOp::inferReturnTypes(MLIRContext*,
                                               std::optional<Location>,
                                               Adaptor adaptor,
                                               SmallVectorImpl<Type>& types) {
  return InferPerSample(adaptor, types);
}

SmallVector<Value> SparseCrossEntropyOp::buildGradients(
    OpBuilder& builder, ValueRange result_gradients, ArrayRef<bool> needed) {
  return BuildGradient<SparseCrossEntropyGradOp>(builder, *this,
                                                 result_gradients, needed);
}

SmallVector<Value> MeanSquaredErrorOp::buildGradients(
    OpBuilder& builder, ValueRange result_gradients, ArrayRef<bool> needed) {
  return BuildGradient<MeanSquaredErrorGradOp>(builder, *this, result_gradients,
                                               needed);
}

SmallVector<Value> SampleMeanOp::buildGradients(OpBuilder& builder,
                                                ValueRange result_gradients,
                                                ArrayRef<bool>) {
  return {builder.create<SampleMeanGradOp>(getLoc(), getX().getType(),
                                           result_gradients[0], getSamples()),
          Value()};
}

}  // namespace sinter::nn
