// The parts of a Highway source that are the same for every model.
#ifndef SINTER_COMPILER_CODEGEN_HIGHWAY_PRELUDE_H_
#define SINTER_COMPILER_CODEGEN_HIGHWAY_PRELUDE_H_

#include "compiler/codegen/code_writer.h"

namespace sinter {

// Headers, and foreach_target.h's inclusion of the file itself.
void EmitIncludes(CodeWriter& writer, llvm::StringRef model);

// What only some models need.
struct PreludeParts {
  bool nonzeros;
  bool pairs_of_bytes;
  bool pairs_of_nonzeros;
  bool transpose;
  bool sum_trees;
  bool exact_sums;
};

// Once a file: how rows are cut into tiles and found in the data set.
void EmitSharedPrelude(CodeWriter& writer, llvm::StringRef model,
                       const PreludeParts& parts);

// For each target: tags, loads, prefetch.
void EmitTargetPrelude(CodeWriter& writer, const PreludeParts& parts);

// Once a file: the functions of runtime's SimdTargets.
void EmitTargetSelection(CodeWriter& writer);

}  // namespace sinter

#endif  // SINTER_COMPILER_CODEGEN_HIGHWAY_PRELUDE_H_
