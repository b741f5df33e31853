// The text of the functions that reference programs call, one for each kind of
// nn op. A program contains those that it needs.
#ifndef SINTER_COMPILER_CODEGEN_REFERENCE_FUNCTION_LIBRARY_H_
#define SINTER_COMPILER_CODEGEN_REFERENCE_FUNCTION_LIBRARY_H_

#include "compiler/codegen/code_writer.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/ADT/StringSet.h"

namespace sinter {

struct LibraryFunction {
  llvm::StringLiteral name;
  llvm::StringLiteral needs;  // another function that it calls, or empty
  llvm::StringLiteral text;   // complete lines
};

// In the order in which they can be defined.
llvm::ArrayRef<LibraryFunction> LinearFunctions();
llvm::ArrayRef<LibraryFunction> PairwiseFunctions();
llvm::ArrayRef<LibraryFunction> ActivationFunctions();
llvm::ArrayRef<LibraryFunction> ArrangeFunctions();
llvm::ArrayRef<LibraryFunction> WarpFunctions();
llvm::ArrayRef<LibraryFunction> ConvolutionFunctions();
llvm::ArrayRef<LibraryFunction> NormalizationFunctions();
llvm::ArrayRef<LibraryFunction> LossFunctions();
llvm::ArrayRef<LibraryFunction> GradientFunctions();
llvm::ArrayRef<LibraryFunction> UpdateFunctions();

// Every byte count in the arena is rounded up to this.
inline constexpr int64_t kArenaAlignment = 64;

// Types that every program has: Matrix and Arena.
void EmitReferenceTypes(CodeWriter& writer);

// The functions named in `used` and those that they need. All names are known.
void EmitReferenceFunctions(CodeWriter& writer, const llvm::StringSet<>& used);

}  // namespace sinter

#endif  // SINTER_COMPILER_CODEGEN_REFERENCE_FUNCTION_LIBRARY_H_
