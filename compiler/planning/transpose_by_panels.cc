// transpose-by-panels: an input gradient reads the transposed weights panel by
// panel, each made just before its use.
//
// dx = dy * W^T streams the columns of W^T: 32 of them, a panel, for all rows
// of dy. A copy of the whole matrix is written to memory and read again, and
// takes the place of weights in the caches. A panel of it stays in the second
// cache, and its place is that of the worker's next one.
//
// Worth it where panels belong to one worker each, as they do where a nest is
// cut by columns, where weights are more than a batch, and many rows read them.
// The update of the weights then waits for the input gradient.
#include "compiler/ir/kernel_dialect.h"
#include "compiler/ir/provenance.h"
#include "compiler/ir/remarks.h"
#include "compiler/planning/choose_split.h"
#include "compiler/planning/passes.h"
#include "compiler/planning/stage_inputs.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace sinter {
namespace {

using kernel::ContractOp;
using mlir::func::FuncOp;

// Below, other tiles are taken, which cross panels.
constexpr int64_t kFewestRows = 32;

bool ReadsPanelsOfWeights(ContractOp contract) {
  return contract.getTransposeRhs() && !contract.getStageRhs() &&
         !contract.getWindow() && contract.getPrologue().empty() &&
         contract.GetM() >= kFewestRows && MovesLessByColumns(contract) &&
         ChooseSplit(contract) == Split::kColumns;
}

class TransposeByPanelsPass
    : public mlir::PassWrapper<TransposeByPanelsPass,
                               mlir::OperationPass<FuncOp>> {
 public:
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(TransposeByPanelsPass)
  llvm::StringRef getArgument() const final { return "transpose-by-panels"; }
  llvm::StringRef getDescription() const final {
    return "Transpose weights panel by panel, just before use";
  }

  void runOnOperation() final {
    for (ContractOp contract :
         llvm::make_early_inc_range(getOperation().getOps<ContractOp>())) {
      if (!ReadsPanelsOfWeights(contract)) continue;
      RemarkOn(contract) << DescribeKernel(contract)
                         << " transposes weights panel by panel";
      AddStagedPanels(contract);
    }
  }
};

}  // namespace

std::unique_ptr<mlir::Pass> CreateTransposeByPanelsPass() {
  return std::make_unique<TransposeByPanelsPass>();
}

}  // namespace sinter
