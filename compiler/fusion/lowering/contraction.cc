// matmul and reduce_sum: the ops that sum over a dimension of matrices.
#include "compiler/fusion/lowering/lowering.h"
#include "compiler/ir/nn_dialect.h"
#include "llvm/ADT/TypeSwitch.h"

namespace sinter {
namespace {

Terms First(llvm::ArrayRef<Term> in) { return {in.front()}; }

}  // namespace

mlir::FailureOr<bool> LowerContraction(mlir::Operation* op,
                                       Lowering& lowering) {
  return llvm::TypeSwitch<mlir::Operation*, bool>(op)
      .Case([&](nn::MatmulOp matmul) {
        lowering.LowerToContract(
            op, {matmul.getA(), matmul.getB(), matmul.getC().getType(),
                 matmul.getTransposeA(), matmul.getTransposeB()});
        return true;
      })
      .Case([&](nn::ReduceSumOp sum) {
        const mlir::Value input = lowering.Lowered(sum.getX());
        lowering.Replace(
            sum.getY(),
            lowering.CreateSum(input, lowering.LastDimension(sum.getX()),
                               "reduce_sum", First));
        return true;
      })
      .Default(false);
}

}  // namespace sinter
