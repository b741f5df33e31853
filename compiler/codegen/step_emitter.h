// A planned step function -> C++: phases of kernel calls, one a line, with a
// barrier after each phase.
#ifndef SINTER_COMPILER_CODEGEN_STEP_EMITTER_H_
#define SINTER_COMPILER_CODEGEN_STEP_EMITTER_H_

#include <string>

#include "compiler/codegen/kernel_library.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace sinter {

// The definition of `name`; the kernels that it runs go to `kernels`.
std::string EmitStep(mlir::func::FuncOp function, llvm::StringRef name,
                     KernelLibrary& kernels);

}  // namespace sinter

#endif  // SINTER_COMPILER_CODEGEN_STEP_EMITTER_H_
