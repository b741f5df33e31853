// schedule: loop nests -> phases of one parallel region.
//
// All nests of a phase run without waiting; a barrier stands between phases. A
// nest runs in the earliest phase that its data allows:
//   - it reads what another nest wrote: in the same phase only if a worker
//   reads
//     what it wrote itself, since both are cut along the batch or into the same
//     columns; else a phase later;
//   - it overwrites a parameter or slot in place: a phase later than every nest
//     that reads the old value.
// The cut of a nest does not depend on the number of threads and each result
// element is computed whole by one task, so results do not depend on it either.
#include "compiler/ir/layout.h"
#include "compiler/ir/provenance.h"
#include "compiler/ir/remarks.h"
#include "compiler/planning/choose_split.h"
#include "compiler/planning/passes.h"
#include "compiler/planning/plan.h"
#include "compiler/planning/stage_inputs.h"
#include "llvm/ADT/DenseMap.h"

namespace sinter {
namespace {

using mlir::func::FuncOp;

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
    if (!plain_) StageColumnsApart(function);
    ReportStaged(function);
    for (auto [index, nest] : llvm::enumerate(GetNests(function))) {
      SetSplit(nest, plain_ ? nest.getPlainSplit() : ChooseSplit(nest));
      if (plain_) {
        SetPhase(nest, index);
        continue;
      }
      SetPhase(nest, std::max(PhaseAfterOperands(nest),
                              PhaseAfterOldReaders(function, nest)));
    }
  }

  // What all workers read is staged first, by all.
  static void StageColumnsApart(FuncOp function) {
    for (auto contract : llvm::make_early_inc_range(
             function.getBody().front().getOps<kernel::ContractOp>()))
      if (contract.getStageLhs() && ChooseSplit(contract) == Split::kColumns) {
        ReportApart(contract);
        StageApart(contract);
      }
  }

  static void ReportApart(kernel::ContractOp contract) {
    const auto moved = GetPrologueOps(contract);
    if (!moved.empty())
      ReportKept(DescribeNames(moved), contract,
                 "its columns are shared out, and every worker reads all rows");
  }

  // A worker reads what it has staged itself: one way through memory less.
  static void ReportStaged(FuncOp function) {
    for (auto contract :
         function.getBody().front().getOps<kernel::ContractOp>()) {
      const auto moved = GetPrologueOps(contract);
      if (!moved.empty())
        ReportFused(DescribeNames(moved), contract,
                    mlir::cast<mlir::ShapedType>(contract.getLhs().getType())
                            .getNumElements() *
                        int64_t{sizeof(float)});
    }
  }

  static int64_t PhaseAfterOperands(mlir::Operation* nest) {
    int64_t phase = 0;
    for (mlir::OpOperand& operand : nest->getOpOperands()) {
      mlir::Operation* producer = operand.get().getDefiningOp();
      if (!producer ||
          !mlir::isa<mlir::RankedTensorType>(operand.get().getType()))
        continue;
      phase = std::max(phase, GetPhase(producer) + (ReadsOwn(operand) ? 0 : 1));
    }
    return phase;
  }

  // Whether each worker reads what it wrote itself.
  static bool ReadsOwn(mlir::OpOperand& operand) {
    const Split split = GetSplit(operand.getOwner());
    if (split != GetSplit(operand.get().getDefiningOp())) return false;
    return split == Split::kBatch ||
           (split == Split::kColumns && ReadsOwnColumns(operand));
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
