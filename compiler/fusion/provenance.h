// Which nn ops a kernel op computes, and where they come from.
//
// A kernel op carries `kernel.ops`, an array of strings: the names of the nn
// ops that it computes, without the dialect, in order. An op that a pass moved
// into it has the pass' name behind it: ["matmul", "relu (fuse-epilogue)"].
// `kernel.role = "update"` marks an op whose results overwrite parameters and
// optimizer slots.
#ifndef SINTER_COMPILER_FUSION_PROVENANCE_H_
#define SINTER_COMPILER_FUSION_PROVENANCE_H_

#include <string>

#include "llvm/ADT/StringRef.h"
#include "mlir/IR/Operation.h"
#include "mlir/IR/Value.h"

namespace sinter {

inline constexpr llvm::StringLiteral kOpsAttribute = "kernel.ops";
inline constexpr llvm::StringLiteral kKernelRoleAttribute = "kernel.role";
inline constexpr llvm::StringLiteral kUpdateRole = "update";

void SetOps(mlir::Operation* kernel, llvm::StringRef name);
// Appends what `fused` computes to what `kernel` computes, moved there by
// `pass`; `kernel` also takes over the role.
void AppendOps(mlir::Operation* kernel, mlir::Operation* fused,
               llvm::StringRef pass);

// `kernel.name`: what generated code calls a scalar that is computed once a
// step. Returns `scalar`.
mlir::Value NameScalar(mlir::Value scalar, llvm::StringRef name);

void MarkUpdate(mlir::Operation* kernel);
bool IsUpdate(mlir::Operation* kernel);

// For messages: "bias_add + relu", all that the op computes.
std::string DescribeOps(mlir::Operation* kernel);
// For messages: "matmul (dense)", the op's first computation and its layer.
std::string DescribeKernel(mlir::Operation* kernel);

}  // namespace sinter

#endif  // SINTER_COMPILER_FUSION_PROVENANCE_H_
