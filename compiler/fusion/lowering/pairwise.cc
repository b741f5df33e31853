// Ops of the same element of two tensors: one kernel.map each.
#include "compiler/fusion/lowering/lowering.h"
#include "compiler/ir/nn_dialect.h"
#include "llvm/ADT/TypeSwitch.h"

namespace sinter {
namespace {

Term WhereGreater(llvm::ArrayRef<Term> in, bool or_equal) {
  const Term x = in[0], a = in[1], b = in[2];
  const Term otherwise = x.Constant(0.0);
  return Select(Greater(a, b), x,
                or_equal ? Select(Equal(a, b), x, otherwise) : otherwise);
}

bool Lower(mlir::Operation* op, Lowering& lowering,
           llvm::function_ref<Term(llvm::ArrayRef<Term>)> formula) {
  lowering.LowerToMap(
      op, op->getOperands(),
      [&](llvm::ArrayRef<Term> in) -> Terms { return {formula(in)}; });
  return true;
}

}  // namespace

mlir::FailureOr<bool> LowerPairwise(mlir::Operation* op, Lowering& lowering) {
  using In = llvm::ArrayRef<Term>;
  return llvm::TypeSwitch<mlir::Operation*, bool>(op)
      .Case([&](nn::DivideOp) {
        return Lower(op, lowering, [](In in) { return in[0] / in[1]; });
      })
      .Case([&](nn::MaximumOp) {
        return Lower(op, lowering, [](In in) { return Max(in[0], in[1]); });
      })
      .Case([&](nn::MinimumOp) {
        return Lower(op, lowering, [](In in) { return Min(in[0], in[1]); });
      })
      .Case([&](nn::WhereGreaterOp where) {
        return Lower(op, lowering, [&](In in) {
          return WhereGreater(in, where.getOrEqual());
        });
      })
      .Default(false);
}

}  // namespace sinter
