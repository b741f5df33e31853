// softmax and its gradient: one kernel.rows each.
#include "compiler/fusion/lowering/lowering.h"
#include "compiler/fusion/lowering/softmax.h"
#include "compiler/ir/nn_dialect.h"

namespace sinter {
namespace {

Terms SoftmaxBody(llvm::ArrayRef<Term> in) {
  return {RowExponentials(in[0]).Softmax()};
}

Terms SoftmaxGradientBody(llvm::ArrayRef<Term> in) {
  const Term dy = in[0], y = in[1];
  return {y * (dy - RowSum(dy * y))};
}

}  // namespace

RowExponentials::RowExponentials(Term row)
    : shifted(row - RowMax(row)),
      exponentials(Exp(shifted)),
      sum(RowSum(exponentials)) {}

mlir::FailureOr<bool> LowerRows(mlir::Operation* op, Lowering& lowering) {
  if (!mlir::isa<nn::SoftmaxOp, nn::SoftmaxGradOp>(op)) return false;
  const auto type =
      mlir::cast<mlir::RankedTensorType>(op->getResult(0).getType());
  if (type.getRank() != 2) {
    op->emitOpError(
        "runs along the last of several dimensions of a sample; only samples "
        "of one dimension can be compiled (flatten them first)");
    return mlir::failure();
  }
  lowering.Replace(
      op->getResult(0),
      lowering.CreateRows(
          op, type, op->getOperands(),
          mlir::isa<nn::SoftmaxOp>(op) ? SoftmaxBody : SoftmaxGradientBody));
  return true;
}

}  // namespace sinter
