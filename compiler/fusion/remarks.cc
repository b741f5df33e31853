#include "compiler/fusion/remarks.h"

#include "compiler/ir/provenance.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Diagnostics.h"

namespace sinter {
namespace {

// Straight to the location: a remark through the op would print the op too.
mlir::InFlightDiagnostic Remark(mlir::Operation* op) {
  return mlir::emitRemark(op->getLoc())
         << op->getParentOfType<mlir::func::FuncOp>().getName() << ": ";
}

}  // namespace

void ReportFused(mlir::Operation* moved, mlir::Operation* into, int64_t bytes) {
  Remark(moved) << "fused " << DescribeOps(moved) << " into "
                << DescribeKernel(into) << ", saves " << bytes
                << " bytes a step";
}

void ReportKept(mlir::Operation* moved, mlir::Operation* into,
                const llvm::Twine& reason) {
  Remark(moved) << "kept " << DescribeOps(moved) << " apart from "
                << DescribeKernel(into) << ": " << reason;
}

}  // namespace sinter
