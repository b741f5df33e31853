// Shapes and gradients of the losses.
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

LogicalResult InferScalar(MLIRContext* context, SmallVectorImpl<Type>& types) {
  types.push_back(
      mlir::RankedTensorType::get({}, mlir::Float32Type::get(context)));
  return success();
}

template <typename GradOp, typename Op>
SmallVector<Value> BuildGradient(OpBuilder& builder, Op op,
                                 ValueRange result_gradients,
                                 ArrayRef<bool> needed) {
  assert(!result_gradients[0] && "a loss is differentiated as the root only");
  SmallVector<Value> gradients(3);
  if (needed[0]) {
    gradients[0] = builder.create<GradOp>(op.getLoc(), op.getScores(),
                                          op.getLabels(), op.getSamples());
  }
  return gradients;
}

}  // namespace

LogicalResult SparseCrossEntropyOp::verify() { return VerifyLabels(*this); }

LogicalResult SparseCrossEntropyGradOp::verify() { return VerifyLabels(*this); }

LogicalResult MeanSquaredErrorOp::verify() { return VerifyLabels(*this); }

LogicalResult MeanSquaredErrorGradOp::verify() { return VerifyLabels(*this); }

LogicalResult AccuracyOp::verify() { return VerifyLabels(*this); }

LogicalResult SparseCrossEntropyOp::inferReturnTypes(
    MLIRContext* context, std::optional<Location>, Adaptor,
    SmallVectorImpl<Type>& types) {
  return InferScalar(context, types);
}

LogicalResult MeanSquaredErrorOp::inferReturnTypes(
    MLIRContext* context, std::optional<Location>, Adaptor,
    SmallVectorImpl<Type>& types) {
  return InferScalar(context, types);
}

LogicalResult AccuracyOp::inferReturnTypes(MLIRContext* context,
                                           std::optional<Location>, Adaptor,
                                           SmallVectorImpl<Type>& types) {
  return InferScalar(context, types);
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

}  // namespace sinter::nn
