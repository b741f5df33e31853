// The parts of a Highway source that are the same for every model.
#ifndef SINTER_COMPILER_CODEGEN_HIGHWAY_PRELUDE_H_
#define SINTER_COMPILER_CODEGEN_HIGHWAY_PRELUDE_H_

#include "compiler/codegen/code_writer.h"

namespace sinter {

// Headers, and foreach_target.h's inclusion of the file itself.
void EmitIncludes(CodeWriter& writer, llvm::StringRef model);

// Once a file: how rows are cut into tiles and found in the data set.
void EmitSharedPrelude(CodeWriter& writer, llvm::StringRef model);

// For each target: tags, loads, prefetch, and erf if it is used.
void EmitTargetPrelude(CodeWriter& writer, bool with_erf);

// Once a file: the functions of runtime's SimdTargets.
void EmitTargetSelection(CodeWriter& writer);

}  // namespace sinter

#endif  // SINTER_COMPILER_CODEGEN_HIGHWAY_PRELUDE_H_
