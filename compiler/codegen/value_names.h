// A C++ name for every tensor and scalar of a step function.
#ifndef SINTER_COMPILER_CODEGEN_VALUE_NAMES_H_
#define SINTER_COMPILER_CODEGEN_VALUE_NAMES_H_

#include <string>

#include "llvm/ADT/DenseMap.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace sinter {

// State is called like its tensor (dense_kernel), the caller's results by role
// (loss, output), an intermediate like the layer and the last op that made it
// (dense_relu). An update in place has the name of what it overwrites.
// Function-level scalars that are computed get their name when they are
// spelled.
llvm::DenseMap<mlir::Value, std::string> NameTensors(
    mlir::func::FuncOp function);

}  // namespace sinter

#endif  // SINTER_COMPILER_CODEGEN_VALUE_NAMES_H_
