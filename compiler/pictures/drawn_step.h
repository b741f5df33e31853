// What pictures of a training step have in common.
#ifndef SINTER_COMPILER_PICTURES_DRAWN_STEP_H_
#define SINTER_COMPILER_PICTURES_DRAWN_STEP_H_

#include <string>

#include "compiler/ir/kernel_dialect.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"

namespace sinter {

// @train_step.
mlir::func::FuncOp StepToDraw(mlir::ModuleOp module);

// "dense: matmul + bias_add + relu", what a nest computes, and of which layer.
std::string DescribeNest(kernel::LoopNest nest);

// "128 x 512", or "uint8 128 x 784".
std::string DescribeShape(mlir::Value tensor);

}  // namespace sinter

#endif  // SINTER_COMPILER_PICTURES_DRAWN_STEP_H_
