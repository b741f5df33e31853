// matmul and reduce_sum: the ops that sum over a dimension of matrices.
#include "compiler/fusion/lowering/lowering.h"
#include "compiler/ir/nn_dialect.h"
#include "compiler/ir/provenance.h"
#include "llvm/ADT/TypeSwitch.h"

namespace sinter {
namespace {

Terms First(llvm::ArrayRef<Term> in) { return {in.front()}; }

void LowerMatmul(nn::MatmulOp op, Lowering& lowering) {
  mlir::ImplicitLocOpBuilder& builder = lowering.builder();
  const mlir::Value lhs = lowering.Lowered(op.getA());
  const mlir::Value rhs = lowering.Lowered(op.getB());
  auto contract = builder.create<kernel::ContractOp>(
      mlir::TypeRange(op.getC().getType()), lhs, rhs, mlir::ValueRange(),
      lowering.RowBound(lhs), op.getTransposeA(), op.getTransposeB(),
      /*stage_lhs=*/false, /*sparse_lhs=*/false, /*window=*/nullptr);
  BuildRegion(contract.getEpilogue(), op.getLoc(), builder.getF32Type(), First);
  SetOps(contract, {"matmul"});
  lowering.Replace(op.getC(), contract.getResult(0));
  if (lowering.IsBatch(lhs) && !op.getTransposeA())
    lowering.MarkBatch(contract.getResult(0));
}

}  // namespace

mlir::FailureOr<bool> LowerContraction(mlir::Operation* op,
                                       Lowering& lowering) {
  return llvm::TypeSwitch<mlir::Operation*, bool>(op)
      .Case([&](nn::MatmulOp matmul) {
        return LowerMatmul(matmul, lowering), true;
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
