#include "compiler/ir/remarks.h"

#include "compiler/ir/provenance.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace sinter {

// Straight to the location: a remark through the op would print the op too.
mlir::InFlightDiagnostic RemarkOn(mlir::Operation* op) {
  return mlir::emitRemark(op->getLoc())
         << op->getParentOfType<mlir::func::FuncOp>().getName() << ": ";
}

namespace {

void ReportFused(mlir::Operation* at, const llvm::Twine& moved,
                 mlir::Operation* into, int64_t bytes) {
  RemarkOn(at) << "fused " << moved << " into " << DescribeKernel(into)
               << ", saves " << bytes << " bytes a step";
}

void ReportKept(mlir::Operation* at, const llvm::Twine& moved,
                mlir::Operation* into, const llvm::Twine& reason) {
  RemarkOn(at) << "kept " << moved << " apart from " << DescribeKernel(into)
               << ": " << reason;
}

}  // namespace

void ReportFused(mlir::Operation* moved, mlir::Operation* into, int64_t bytes) {
  ReportFused(moved, DescribeOps(moved), into, bytes);
}

void ReportFused(const llvm::Twine& moved, mlir::Operation* into,
                 int64_t bytes) {
  ReportFused(into, moved, into, bytes);
}

void ReportKept(mlir::Operation* moved, mlir::Operation* into,
                const llvm::Twine& reason) {
  ReportKept(moved, DescribeOps(moved), into, reason);
}

void ReportKept(const llvm::Twine& moved, mlir::Operation* into,
                const llvm::Twine& reason) {
  ReportKept(into, moved, into, reason);
}

}  // namespace sinter
