// Functions on vectors of float32 where Highway's own do not give NaN for NaN:
// Max and Min return either operand, Exp makes 0 of NaN, Log a number.
#ifndef SINTER_COMPILER_CODEGEN_HIGHWAY_MATH_H_
#define SINTER_COMPILER_CODEGEN_HIGHWAY_MATH_H_

#include "compiler/codegen/code_writer.h"
#include "mlir/IR/BuiltinOps.h"

namespace sinter {

// The larger or smaller of two values, where neither is a constant, and over
// the lanes of a vector. Of two zeros it is either.
inline constexpr llvm::StringLiteral kMaximum = "Maximum";
inline constexpr llvm::StringLiteral kMaximumOfLanes = "MaximumOfLanes";
inline constexpr llvm::StringLiteral kMinimum = "Minimum";
inline constexpr llvm::StringLiteral kMinimumOfLanes = "MinimumOfLanes";

// Whether `op` is a maximum or minimum whose second operand is a constant: it
// is spelled AtLeast or AtMost and takes one comparison.
bool IsBound(mlir::Operation* op);

// For each target: those functions that the kernels of `module` need.
void EmitMathFunctions(CodeWriter& writer, mlir::ModuleOp module);

}  // namespace sinter

#endif  // SINTER_COMPILER_CODEGEN_HIGHWAY_MATH_H_
