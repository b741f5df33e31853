// schedule: loop nests -> phases of one parallel region.
//
// All nests of a phase run without waiting; a barrier stands between phases. A
// nest runs in the earliest phase that its data allows:
//   - it reads what another nest wrote: in the same phase only if both are cut
//     along the batch, where a worker reads the rows it wrote itself; else a
//     phase later;
//   - it overwrites a parameter or slot in place: a phase later than every nest
//     that reads the old value.
// The cut of a nest does not depend on the number of threads and each result
// element is computed whole by one task, so results do not depend on it either.
#include "compiler/ir/layout.h"
#include "compiler/planning/passes.h"
#include "compiler/planning/plan.h"
#include "llvm/ADT/DenseMap.h"

namespace sinter {
namespace {

using mlir::func::FuncOp;

// Fewest blocks of columns that are shared out instead of rows: two workers
// then differ by at most an eighth.
constexpr int64_t kFewestBlocks = 8;

// Rows of a gradient without zeros differ in length, and workers would get
// unequal parts of the samples: the middle of a picture, or its edge. All
// columns are alike.
Split ChooseSplit(kernel::ContractOp contract) {
  if (!contract.SumsOverBatch()) return Split::kBatch;
  const bool many = contract.GetN() >= kFewestBlocks * kColumnBlock;
  return contract.getSparseLhs() && many ? Split::kColumns : Split::kRows;
}

Split ChooseSplit(mlir::Operation* nest) {
  if (auto contract = mlir::dyn_cast<kernel::ContractOp>(nest))
    return ChooseSplit(contract);
  if (mlir::isa<kernel::RowsOp>(nest)) return Split::kBatch;
  if (mlir::isa<kernel::TransposeOp>(nest))
    return IsNonzeros(nest->getResult(0).getType()) ? Split::kRows
                                                    : Split::kColumns;
  if (mlir::isa<kernel::ReduceOp>(nest)) return Split::kColumns;
  auto map = mlir::cast<kernel::MapOp>(nest);
  if (map.getSamples()) return Split::kBatch;
  return kernel::GetBodyDomain(map).rows > 1 ? Split::kRows : Split::kColumns;
}

class SchedulePass
    : public mlir::PassWrapper<SchedulePass,
                               mlir::OperationPass<mlir::ModuleOp>> {
 public:
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(SchedulePass)
  explicit SchedulePass(bool plain) : plain_(plain) {}

  llvm::StringRef getArgument() const final { return "schedule"; }
  llvm::StringRef getDescription() const final {
    return "Put loop nests into phases of one parallel region";
  }

  void runOnOperation() final {
    for (FuncOp function : getOperation().getOps<FuncOp>())
      if (!GetNests(function).empty()) Schedule(function);
  }

 private:
  void Schedule(FuncOp function) const {
    for (auto [index, nest] : llvm::enumerate(GetNests(function))) {
      SetSplit(nest, ChooseSplit(nest));
      if (plain_) {
        SetPhase(nest, index);
        continue;
      }
      SetPhase(nest, std::max(PhaseAfterOperands(nest),
                              PhaseAfterOldReaders(function, nest)));
    }
  }

  static int64_t PhaseAfterOperands(mlir::Operation* nest) {
    int64_t phase = 0;
    for (mlir::Value operand : nest->getOperands()) {
      mlir::Operation* producer = operand.getDefiningOp();
      if (!producer || !mlir::isa<mlir::RankedTensorType>(operand.getType()))
        continue;
      const bool own_rows = GetSplit(nest) == Split::kBatch &&
                            GetSplit(producer) == Split::kBatch;
      phase = std::max(phase, GetPhase(producer) + (own_rows ? 0 : 1));
    }
    return phase;
  }

  // The function's result `nest` -> state is stored over the argument of the
  // same name: every earlier reader of that argument must be done.
  static int64_t PhaseAfterOldReaders(FuncOp function, mlir::Operation* nest) {
    int64_t phase = 0;
    for (mlir::OpOperand& use :
         function.getBody().front().getTerminator()->getOpOperands()) {
      if (use.get().getDefiningOp() != nest) continue;
      mlir::BlockArgument old = FindState(
          function, nn::GetResultName(function, use.getOperandNumber()));
      if (!old) continue;
      for (mlir::Operation* reader : old.getUsers())
        if (reader != nest && reader->isBeforeInBlock(nest))
          phase = std::max(phase, GetPhase(reader) + 1);
    }
    return phase;
  }

  static mlir::BlockArgument FindState(FuncOp function, llvm::StringRef name) {
    if (name.empty()) return {};
    for (mlir::BlockArgument argument : function.getArguments())
      if (nn::GetArgumentName(function, argument.getArgNumber()) == name)
        return argument;
    return {};
  }

  const bool plain_;
};

}  // namespace

std::unique_ptr<mlir::Pass> CreateSchedulePass() {
  return std::make_unique<SchedulePass>(/*plain=*/false);
}

std::unique_ptr<mlir::Pass> CreatePlainSchedulePass() {
  return std::make_unique<SchedulePass>(/*plain=*/true);
}

}  // namespace sinter
