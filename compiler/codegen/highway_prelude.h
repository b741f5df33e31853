// What surrounds the kernels in a Highway source: headers, and
// foreach_target.h's inclusion of the file itself.
#ifndef SINTER_COMPILER_CODEGEN_HIGHWAY_PRELUDE_H_
#define SINTER_COMPILER_CODEGEN_HIGHWAY_PRELUDE_H_

#include "compiler/codegen/code_writer.h"
#include "mlir/IR/BuiltinOps.h"

namespace sinter {

// The headers that the steps of `module` need.
void EmitIncludes(CodeWriter& writer, llvm::StringRef model,
                  mlir::ModuleOp module);

// For each target, within its namespace: names of the kernels' headers.
void EmitTargetPrelude(CodeWriter& writer);

}  // namespace sinter

#endif  // SINTER_COMPILER_CODEGEN_HIGHWAY_PRELUDE_H_
