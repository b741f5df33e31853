// skip-zero-gradients: where a gradient is zero, an update does only what is
// left to do.
//
// The gradient of a weight is zero where every sample has a zero at its input:
// most pixels of one digit, some of 32. RMSprop and plain descent leave the
// weight as it is then: it is neither read nor written, and nothing is divided.
//
// In a step that skips zeros, the list of the nonzero elements says it. In a
// dense one the sums are looked at, which costs something for each: only where
// they are of few samples, so that it happens often and the update is most of
// the work.
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

// docs/decisions/kernels.md has the times.
constexpr int64_t kMostSamples = 32;

// What is left to do where the sum is zero; empty if it is not worth a branch.
std::string DescribeRest(ContractOp contract) {
  mlir::Region rest;
  kernel::CloneAtZeroSum(contract, rest);
  auto nest = mlir::cast<kernel::LoopNest>(contract.getOperation());
  if (!kernel::FindUntouched(nest, rest).empty())
    return "leaves weights alone where their gradient is zero";
  const bool saves_divisions =
      kernel::Divides(*nest.getNestBody()) && !kernel::Divides(rest);
  return saves_divisions ? "divides nothing where the gradient is zero" : "";
}

class SkipZeroGradientsPass
    : public mlir::PassWrapper<SkipZeroGradientsPass,
                               mlir::OperationPass<FuncOp>> {
 public:
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(SkipZeroGradientsPass)
  llvm::StringRef getArgument() const final { return "skip-zero-gradients"; }
  llvm::StringRef getDescription() const final {
    return "Update by a zero gradient with less work";
  }

  void runOnOperation() final {
    for (ContractOp contract : getOperation().getOps<ContractOp>()) {
      if (!IsUpdate(contract) || contract.getWindow()) continue;
      if (!contract.getSparseLhs() && contract.GetK() > kMostSamples) continue;
      const std::string rest = DescribeRest(contract);
      if (rest.empty()) continue;
      contract.setSkipsZeroSums(true);
      RemarkOn(contract) << DescribeKernel(contract) << " " << rest;
    }
  }
};

}  // namespace

std::unique_ptr<mlir::Pass> CreateSkipZeroGradientsPass() {
  return std::make_unique<SkipZeroGradientsPass>();
}

}  // namespace sinter
