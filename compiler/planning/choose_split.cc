#include "compiler/planning/choose_split.h"

#include "compiler/ir/layout.h"

namespace sinter {
namespace {

using mlir::func::FuncOp;

// Fewest blocks of columns that are shared out instead of rows: two workers
// then differ by at most an eighth.
constexpr int64_t kFewestBlocks = 8;

bool HasManyColumns(kernel::ContractOp contract) {
  return contract.GetN() >= kFewestBlocks * kColumnBlock;
}

// A function that updates weights has their gradients.
bool Trains(FuncOp function) {
  return llvm::any_of(function.getBody().front().getOps<kernel::ContractOp>(),
                      [](kernel::ContractOp op) { return op.SumsOverBatch(); });
}

bool IsReadByColumns(mlir::Value value) {
  return llvm::all_of(value.getUses(), [](mlir::OpOperand& use) {
    return ReadsOwnColumns(use) &&
           ChooseSplit(mlir::cast<kernel::LoopNest>(use.getOwner())) ==
               Split::kColumns;
  });
}

// Columns where the results are read so, which saves a barrier, or where less
// moves between caches. Without training all caches keep all weights.
bool IsCutByColumns(kernel::ContractOp contract) {
  if (contract.getWindow() || !HasManyColumns(contract)) return false;
  if (contract.SumsOverBatch()) return true;
  if (!Trains(contract->getParentOfType<FuncOp>())) return false;
  return MovesLessByColumns(contract) ||
         llvm::all_of(contract.getResults(), IsReadByColumns);
}

int64_t CountColumns(mlir::Operation* nest) {
  return kernel::GetMatrixShape(nest->getResult(0).getType()).cols;
}

}  // namespace

bool MovesLessByColumns(kernel::ContractOp contract) {
  const int64_t weights = contract.GetK() * contract.GetN();
  const int64_t activations =
      contract.GetM() * (contract.GetK() + contract.GetN());
  return weights > activations;
}

Split ChooseSplit(kernel::LoopNest nest) {
  auto contract = mlir::dyn_cast<kernel::ContractOp>(*nest);
  return contract && IsCutByColumns(contract) ? Split::kColumns
                                              : nest.getPlainSplit();
}

bool ReadsOwnColumns(mlir::OpOperand& operand) {
  auto nest = mlir::dyn_cast<kernel::LoopNest>(operand.getOwner());
  return nest &&
         kernel::GetMatrixShape(operand.get().getType()).cols ==
             CountColumns(nest) &&
         nest.needsOwnColumnsOnly(operand);
}

}  // namespace sinter
