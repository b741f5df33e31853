// What the ops of losses and accuracies have in common; nn_loss_ops.td writes
// calls of it.
#ifndef SINTER_COMPILER_IR_LOSS_OPS_H_
#define SINTER_COMPILER_IR_LOSS_OPS_H_

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Operation.h"

namespace sinter::nn {

// Op has `scores` [B, C] and `targets`: labels [B] or values [B, C].
template <typename Op>
llvm::LogicalResult VerifyTargets(Op op) {
  const auto scores =
      llvm::cast<mlir::RankedTensorType>(op.getScores().getType());
  const auto targets =
      llvm::cast<mlir::RankedTensorType>(op.getTargets().getType());
  const bool has_labels = targets.getRank() == 1;
  const int64_t rows = scores.getDimSize(0);
  if (has_labels && targets.getDimSize(0) != rows) {
    return op.emitOpError() << "has " << rows << " rows of scores but "
                            << targets.getDimSize(0) << " labels";
  }
  if (!has_labels && targets != scores) {
    return op.emitOpError()
           << "compares scores of " << scores << " with targets of " << targets;
  }
  return llvm::success();
}

// Op has a `dy` [B], too.
template <typename Op>
llvm::LogicalResult VerifyLossGradient(Op op) {
  const int64_t rows = op.getScores().getType().getDimSize(0);
  const int64_t losses = op.getDy().getType().getDimSize(0);
  if (rows == losses) return VerifyTargets(op);
  return op.emitOpError() << "has " << rows
                          << " rows of scores but gradients of " << losses
                          << " losses";
}

// A number for each row of the scores.
template <typename Adaptor>
llvm::LogicalResult InferPerSample(Adaptor adaptor,
                                   llvm::SmallVectorImpl<mlir::Type>& types) {
  const auto scores =
      llvm::cast<mlir::RankedTensorType>(adaptor.getScores().getType());
  types.push_back(mlir::RankedTensorType::get({scores.getDimSize(0)},
                                              scores.getElementType()));
  return llvm::success();
}

// The op called like `op` and "_grad", with its attributes, for the scores;
// targets have no gradient.
llvm::SmallVector<mlir::Value> BuildLossGradient(
    mlir::OpBuilder& builder, mlir::Operation* op,
    mlir::ValueRange result_gradients, llvm::ArrayRef<bool> needed);

}  // namespace sinter::nn

#endif  // SINTER_COMPILER_IR_LOSS_OPS_H_
