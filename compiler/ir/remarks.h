// The fusion report: one remark a fusion, taken or refused.
#ifndef SINTER_COMPILER_IR_REMARKS_H_
#define SINTER_COMPILER_IR_REMARKS_H_

#include "llvm/ADT/Twine.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/Operation.h"

namespace sinter {

// "train_step: ", at the op's place in the spec; what follows is the caller's.
mlir::InFlightDiagnostic RemarkOn(mlir::Operation* op);

// "train_step: fused relu into matmul (dense), saves 524288 bytes a step".
// Called while both ops still stand apart.
void ReportFused(mlir::Operation* moved, mlir::Operation* into, int64_t bytes);
// Of the ops named `moved`, which stand in `into` already.
void ReportFused(const llvm::Twine& moved, mlir::Operation* into,
                 int64_t bytes);

// "train_step: kept sgd apart from matmul (dense): the gradient is also read by
// sgd (dense_1)".
void ReportKept(mlir::Operation* moved, mlir::Operation* into,
                const llvm::Twine& reason);
// Of the ops named `moved`, which stand in `into` still.
void ReportKept(const llvm::Twine& moved, mlir::Operation* into,
                const llvm::Twine& reason);

}  // namespace sinter

#endif  // SINTER_COMPILER_IR_REMARKS_H_
