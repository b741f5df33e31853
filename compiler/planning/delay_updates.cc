// delay-updates: the update of a tile of weights is made beside the sums of the
// next tile.
//
// An optimizer's root and quotient keep a processor's divider busy for about
// twenty cycles a vector, and the multiply-adds wait for the last of a tile's.
// One vector after each four terms of the next tile's sums, they cost little:
// divider and multiply-adds work side by side. So do the accesses to weights
// and state, which else come in one burst a tile. No sum changes.
#include "compiler/ir/kernel_dialect.h"
#include "compiler/ir/provenance.h"
#include "compiler/ir/remarks.h"
#include "compiler/ir/zero_sum.h"
#include "compiler/planning/passes.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace sinter {
namespace {

using kernel::ContractOp;
using mlir::func::FuncOp;

// Shorter sums hide nothing. docs/decisions/kernels.md has the times.
constexpr int64_t kFewestSamples = 32;

// Lists of nonzero elements and windows have loops of their own.
bool SumsHideStores(ContractOp contract) {
  return contract.getTransposeLhs() && !contract.getSparseLhs() &&
         !contract.getWindow() && contract.GetK() >= kFewestSamples;
}

class DelayUpdatesPass
    : public mlir::PassWrapper<DelayUpdatesPass, mlir::OperationPass<FuncOp>> {
 public:
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(DelayUpdatesPass)
  llvm::StringRef getArgument() const final { return "delay-updates"; }
  llvm::StringRef getDescription() const final {
    return "Divide for a tile of weights beside the sums of the next";
  }

  void runOnOperation() final {
    for (ContractOp contract : getOperation().getOps<ContractOp>()) {
      if (!SumsHideStores(contract)) continue;
      if (!kernel::Divides(contract.getEpilogue())) continue;
      contract.setDelaysStores(true);
      RemarkOn(contract) << DescribeKernel(contract)
                         << " divides beside the sums of the next tile";
    }
  }
};

}  // namespace

std::unique_ptr<mlir::Pass> CreateDelayUpdatesPass() {
  return std::make_unique<DelayUpdatesPass>();
}

}  // namespace sinter
