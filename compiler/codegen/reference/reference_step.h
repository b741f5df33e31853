// One nn step function -> a C++ function that calls the library's functions, op
// after op.
#ifndef SINTER_COMPILER_CODEGEN_REFERENCE_REFERENCE_STEP_H_
#define SINTER_COMPILER_CODEGEN_REFERENCE_REFERENCE_STEP_H_

#include <string>

#include "llvm/ADT/StringSet.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace sinter {

// Floats between the rows of a state tensor of `cols` columns: one panel, as
// wide as a whole number of SIMD vectors.
int64_t StateStride(int64_t cols);

struct ReferenceStep {
  std::string text;
  int64_t arena_bytes;
};

// The definition of `name`, void(const StepArguments&), which computes what
// `function` does and writes the results to where the arguments say, parameters
// and slots in place. The library functions that it calls are added to
// `functions`.
ReferenceStep EmitReferenceStep(mlir::func::FuncOp function,
                                llvm::StringRef name,
                                llvm::StringSet<>& functions);

}  // namespace sinter

#endif  // SINTER_COMPILER_CODEGEN_REFERENCE_REFERENCE_STEP_H_
