#include "compiler/ir/loss_ops.h"

namespace sinter::nn {

llvm::SmallVector<mlir::Value> BuildLossGradient(
    mlir::OpBuilder& builder, mlir::Operation* op,
    mlir::ValueRange result_gradients, llvm::ArrayRef<bool> needed) {
  llvm::SmallVector<mlir::Value> gradients(2);
  if (!needed[0]) return gradients;
  const mlir::Value scores = op->getOperand(0);
  mlir::OperationState state(op->getLoc(),
                             (op->getName().getStringRef() + "_grad").str());
  state.addOperands({result_gradients[0], scores, op->getOperand(1)});
  state.addTypes(scores.getType());
  state.addAttributes(op->getAttrs());
  gradients[0] = builder.create(state)->getResult(0);
  return gradients;
}

}  // namespace sinter::nn
