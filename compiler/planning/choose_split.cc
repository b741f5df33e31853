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

// Weights that another worker has updated come from its cache: cut by rows of
// the batch, each worker reads all of them. Cut by columns it reads and updates
// its own; instead lhs and the results come from the others.
bool MovesLessByColumns(kernel::ContractOp contract) {
  const int64_t weights = contract.GetK() * contract.GetN();
  const int64_t activations =
      contract.GetM() * (contract.GetK() + contract.GetN());
  return weights > activations;
}

bool IsReadByColumns(mlir::Value value) {
  return llvm::all_of(value.getUses(), [](mlir::OpOperand& use) {
    return ReadsOwnColumns(use) &&
           ChooseSplit(use.getOwner()) == Split::kColumns;
  });
}

// Columns where the results are read so, which saves a barrier, or where less
// moves between caches. Without training all caches keep all weights.
bool IsCutByColumns(kernel::ContractOp contract) {
  if (!HasManyColumns(contract)) return false;
  if (contract.SumsOverBatch()) return true;
  if (!Trains(contract->getParentOfType<FuncOp>())) return false;
  return MovesLessByColumns(contract) ||
         llvm::all_of(contract.getResults(), IsReadByColumns);
}

int64_t CountColumns(mlir::Operation* nest) {
  return kernel::GetMatrixShape(nest->getResult(0).getType()).cols;
}

}  // namespace

Split ChoosePlainSplit(mlir::Operation* nest) {
  if (auto contract = mlir::dyn_cast<kernel::ContractOp>(nest))
    return contract.SumsOverBatch() ? Split::kRows : Split::kBatch;
  if (mlir::isa<kernel::RowsOp>(nest)) return Split::kBatch;
  if (mlir::isa<kernel::TransposeOp>(nest))
    return IsNonzeros(nest->getResult(0).getType()) ? Split::kRows
                                                    : Split::kColumns;
  if (mlir::isa<kernel::ReduceOp>(nest)) return Split::kColumns;
  auto map = mlir::cast<kernel::MapOp>(nest);
  if (map.getSamples()) return Split::kBatch;
  return kernel::GetBodyDomain(map).rows > 1 ? Split::kRows : Split::kColumns;
}

Split ChooseSplit(mlir::Operation* nest) {
  auto contract = mlir::dyn_cast<kernel::ContractOp>(nest);
  return contract && IsCutByColumns(contract) ? Split::kColumns
                                              : ChoosePlainSplit(nest);
}

bool ReadsOwnColumns(mlir::OpOperand& operand) {
  mlir::Operation* nest = operand.getOwner();
  if (nest->getNumResults() == 0 ||
      kernel::GetMatrixShape(operand.get().getType()).cols !=
          CountColumns(nest))
    return false;
  if (auto contract = mlir::dyn_cast<kernel::ContractOp>(nest))
    return !contract.getTransposeRhs() && &operand != &contract.getLhsMutable();
  return mlir::isa<kernel::ReduceOp, kernel::MapOp>(nest);
}

}  // namespace sinter
