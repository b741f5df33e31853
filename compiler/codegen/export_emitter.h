// The functions of NAME.h: what embedding programs and the runtime call.
#ifndef SINTER_COMPILER_CODEGEN_EXPORT_EMITTER_H_
#define SINTER_COMPILER_CODEGEN_EXPORT_EMITTER_H_

#include <string>

#include "compiler/codegen/code_writer.h"
#include "llvm/ADT/ArrayRef.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace sinter {

// A function `name` that looks at its arguments as
// runtime/engine/step_contract.h says and goes on with the statements `body`,
// which know them as `arguments` and `worker`. `step` is its function in the
// module.
void EmitExport(CodeWriter& writer, mlir::func::FuncOp step,
                llvm::StringRef name, llvm::ArrayRef<std::string> body);

// Lines of NAME.cc for the headers that exports and descriptor need.
void EmitRuntimeIncludes(CodeWriter& writer);

// How many samples the step takes at most.
int64_t MostSamples(mlir::func::FuncOp step);

}  // namespace sinter

#endif  // SINTER_COMPILER_CODEGEN_EXPORT_EMITTER_H_
