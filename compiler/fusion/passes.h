// Fusion: from the nn dialect to few loop nests with much work in each.
//
// All are function passes, deterministic, and each leaves verified IR. They run
// in this order; lower-to-kernel must run, any of the others may be left out:
//
//   lower-to-kernel              nn -> kernel: a loop nest an op, scalars at
//                                the function's begin
//   fuse-softmax-cross-entropy   joins kernel.rows over the same rows
//   fuse-prologue                maps on the input into a contraction's loads
//   fuse-epilogue                maps into their producer's stores
//   fuse-optimizer               updates into the gradient's producer
//
// A fusion taken or refused is a remark at the moved op's location:
//   train_step: fused relu into matmul (dense), saves 524288 bytes a step
//   train_step: kept sgd apart from matmul (dense): ...
// The bytes are those of intermediates no longer written and read. What becomes
// of a prologue's own values is reported by schedule, which decides it.
#ifndef SINTER_COMPILER_FUSION_PASSES_H_
#define SINTER_COMPILER_FUSION_PASSES_H_

#include <memory>

#include "mlir/Pass/Pass.h"

namespace sinter {

std::unique_ptr<mlir::Pass> CreateLowerToKernelPass();
std::unique_ptr<mlir::Pass> CreateFuseSoftmaxCrossEntropyPass();
std::unique_ptr<mlir::Pass> CreateFuseProloguePass();
std::unique_ptr<mlir::Pass> CreateFuseEpiloguePass();
std::unique_ptr<mlir::Pass> CreateFuseOptimizerPass();

// Makes the passes known to a command line by their names.
void RegisterFusionPasses();

}  // namespace sinter

#endif  // SINTER_COMPILER_FUSION_PASSES_H_
