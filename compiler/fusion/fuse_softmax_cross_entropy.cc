// fuse-softmax-cross-entropy: joins kernel.rows ops over the same rows.
//
// The loss, the gradient of the logits and the count of hits all begin with the
// row's maximum, and the first two with its exponentials. Joined, they take one
// pass over the rows and compute each of those once. Nothing here knows of
// softmax: any two kernel.rows over the same rows join if no op between them
// needs the one and feeds the other.
#include "compiler/fusion/merge_nests.h"
#include "compiler/fusion/passes.h"
#include "compiler/ir/kernel_dialect.h"
#include "compiler/ir/remarks.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace sinter {
namespace {

using kernel::RowsOp;
using mlir::Operation;
using mlir::Value;
using mlir::func::FuncOp;

constexpr llvm::StringLiteral kFuseSoftmaxCrossEntropy =
    "fuse-softmax-cross-entropy";

bool HaveSameRows(RowsOp a, RowsOp b) {
  const auto rows = [](RowsOp op) {
    return kernel::GetMatrixShape(op.getResult(0).getType()).rows;
  };
  return rows(a) == rows(b) && a.getSamples() == b.getSamples() &&
         a.getChannels() == b.getChannels() &&
         a.CountPixels() == b.CountPixels();
}

// Tensors that both read are read once after joining.
int64_t GetSharedBytes(RowsOp a, RowsOp b) {
  int64_t bytes = 0;
  for (Value input : b.getInputs())
    if (llvm::is_contained(a.getInputs(), input)) bytes += GetBytes(input);
  return bytes;
}

class FuseSoftmaxCrossEntropyPass
    : public mlir::PassWrapper<FuseSoftmaxCrossEntropyPass,
                               mlir::OperationPass<FuncOp>> {
 public:
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(FuseSoftmaxCrossEntropyPass)
  llvm::StringRef getArgument() const final { return kFuseSoftmaxCrossEntropy; }
  llvm::StringRef getDescription() const final {
    return "Join loss, logit gradient and accuracy into one pass over the rows";
  }

  void runOnOperation() final {
    llvm::SmallVector<RowsOp> joined;
    for (RowsOp rows :
         llvm::make_early_inc_range(getOperation().getOps<RowsOp>()))
      JoinWithEarlier(rows, joined);
  }

 private:
  // Joins `rows` with the latest of `earlier` that it can join with, else adds
  // it to them.
  static void JoinWithEarlier(RowsOp rows,
                              llvm::SmallVectorImpl<RowsOp>& earlier) {
    RowsOp refused;
    for (RowsOp& candidate : llvm::reverse(earlier)) {
      if (!HaveSameRows(candidate, rows)) continue;
      if (const auto place = FindPlace(candidate, rows)) {
        candidate = Join(candidate, rows, *place);
        return;
      }
      if (!refused) refused = candidate;
    }
    if (refused)
      ReportKept(rows, refused, "an op between them stands in the way");
    earlier.push_back(rows);
  }

  static RowsOp Join(RowsOp first, RowsOp second, Place place) {
    ReportFused(second, first,
                GetSavedBytes(first, second) + GetSharedBytes(first, second));
    mlir::IRRewriter rewriter(first.getContext());
    return mlir::cast<RowsOp>(
        MergeNests(rewriter, first, second, place, kFuseSoftmaxCrossEntropy));
  }
};

}  // namespace

std::unique_ptr<mlir::Pass> CreateFuseSoftmaxCrossEntropyPass() {
  return std::make_unique<FuseSoftmaxCrossEntropyPass>();
}

}  // namespace sinter
