// Which nn ops a kernel op computes, and where they come from.
//
// A kernel op carries `kernel.ops`, an array of strings: the names of the nn
// ops that it computes, without the dialect, in order. An op that a pass moved
// into it has the pass' name behind it: ["matmul", "relu (fuse-epilogue)"].
// Fusion writes it, planning shares it out where it splits an op, generated
// code is named by it.
// `kernel.prologue_ops` are those of them that a contraction's prologue
// computes.
// `kernel.values`: what each result is called, but for a contraction's staged
// lhs: the layer and the last nn op that made it, "dense_relu".
// `kernel.role = "update"` marks an op whose results overwrite parameters and
// optimizer slots.
#ifndef SINTER_COMPILER_IR_PROVENANCE_H_
#define SINTER_COMPILER_IR_PROVENANCE_H_

#include <string>

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include "mlir/IR/Operation.h"
#include "mlir/IR/Value.h"

namespace sinter {

void SetOps(mlir::Operation* kernel, llvm::ArrayRef<llvm::StringRef> names);
// Empty where none are recorded. The names live as long as the MLIR context.
llvm::SmallVector<llvm::StringRef> GetOps(mlir::Operation* kernel);
// Appends what `fused` computes to what `kernel` computes, moved there by
// `pass`; `kernel` also takes over the role.
void AppendOps(mlir::Operation* kernel, mlir::Operation* fused,
               llvm::StringRef pass);

// Those of the ops that the prologue computes; none removes the attribute.
void SetPrologueOps(mlir::Operation* kernel,
                    llvm::ArrayRef<llvm::StringRef> names);
llvm::SmallVector<llvm::StringRef> GetPrologueOps(mlir::Operation* kernel);

// `kernel.name`: what generated code calls a scalar that is computed once a
// step. Returns `scalar`.
mlir::Value NameScalar(mlir::Value scalar, llvm::StringRef name);
// Empty where `op` has none.
llvm::StringRef GetScalarName(mlir::Operation* op);

// Names the results after the layer where `kernel` stands and the nn op of
// each.
void NameValues(mlir::Operation* kernel, llvm::ArrayRef<llvm::StringRef> ops);
// Empty where none is recorded.
llvm::StringRef GetValueName(mlir::OpResult result);
void CopyValueNames(mlir::Operation* kernel, mlir::ValueRange from);

void MarkUpdate(mlir::Operation* kernel);
bool IsUpdate(mlir::Operation* kernel);

// For messages: `names` without the passes that moved them, "cast + rescale".
std::string DescribeNames(llvm::ArrayRef<llvm::StringRef> names);
// The layer that a location names; empty if it names none.
llvm::StringRef GetLayerName(mlir::Location location);
// "bias_add + relu", all that the op computes.
std::string DescribeOps(mlir::Operation* kernel);
// For messages: "matmul (dense)", the op's first computation and its layer.
std::string DescribeKernel(mlir::Operation* kernel);

}  // namespace sinter

#endif  // SINTER_COMPILER_IR_PROVENANCE_H_
