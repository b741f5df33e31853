// Staging: a contraction keeps its prologue's values, so that each is computed
// once and later ops find them as float32 rows.
#ifndef SINTER_COMPILER_PLANNING_STAGE_INPUTS_H_
#define SINTER_COMPILER_PLANNING_STAGE_INPUTS_H_

#include "compiler/ir/kernel_dialect.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace sinter {

// Every contraction of `function` with a prologue stages it. One that reads the
// input as it is gets a prologue that copies, and other readers of the input
// take the staged copy; row kernels read a copy. Nothing is left to do for a
// second call.
void StageInputs(mlir::func::FuncOp function);

// `contract` with a staged result of type `staged`. The old op is gone.
kernel::ContractOp AddStagedResult(kernel::ContractOp contract,
                                   mlir::Type staged);

// `contract`, which reads rhs transposed, with room for its panels. The old op
// is gone.
kernel::ContractOp AddStagedPanels(kernel::ContractOp contract);

// The staging of `contract` as a kernel.map of its own before it, which keeps
// the ops that fuse-prologue moved in. The old op is gone.
void StageApart(kernel::ContractOp contract);

}  // namespace sinter

#endif  // SINTER_COMPILER_PLANNING_STAGE_INPUTS_H_
