// Planning: from fused kernels to layouts, register tiles, phases and storage.
//
// All are module passes, because a parameter has one place and one layout for
// every function. They run in this order; each leaves attributes that the next
// ones and code generation read:
//
//   exploit-input-sparsity
//                   step functions that skip zeros: `sparse_lhs`, @..._sparse
//   skip-zero-gradients
//                   updates with less to do: `skips_zero_sums`
//   list-pooled-gradients
//                   convolutions' gradients from lists: `lists_gradient`
//   delay-updates   `delays_stores` on updates that divide
//   transpose-by-panels
//                   input gradients that transpose weights: `stage_rhs`
//   select-layout   tensor encodings (#kernel.panels), kernel.transpose ops
//   select-tiles    `kernel.tiles` on contractions
//   schedule        `kernel.phase` and `kernel.split` on every loop nest
//   plan-memory     `kernel.storage` on loop nests and function arguments,
//                   `kernel.state_floats` and `kernel.arena_bytes` on the
//                   module
//
// The last four are needed, but each has a plain form that does no more than it
// must; it stands in for a pass that is switched off, and shows what it is
// worth.
#ifndef SINTER_COMPILER_PLANNING_PASSES_H_
#define SINTER_COMPILER_PLANNING_PASSES_H_

#include <cstdint>
#include <memory>
#include <optional>

#include "mlir/Pass/Pass.h"

namespace sinter {

// The largest register tile to use in place of the chosen one.
struct TileLimit {
  int64_t rows;
  int64_t vectors;
};

struct TileLimits {
  std::optional<TileLimit> forward;   // products whose rows are the batch's
  std::optional<TileLimit> gradient;  // weight gradients
};

// `always`: the step functions themselves skip zeros; else they get sparse
// twins, to be chosen by the data.
std::unique_ptr<mlir::Pass> CreateExploitInputSparsityPass(bool always);

std::unique_ptr<mlir::Pass> CreateSkipZeroGradientsPass();

std::unique_ptr<mlir::Pass> CreateListPooledGradientsPass();

std::unique_ptr<mlir::Pass> CreateDelayUpdatesPass();

std::unique_ptr<mlir::Pass> CreateTransposeByPanelsPass();

std::unique_ptr<mlir::Pass> CreateSelectLayoutPass();
// Row-major matrices.
std::unique_ptr<mlir::Pass> CreatePlainLayoutPass();

std::unique_ptr<mlir::Pass> CreateSelectTilesPass(const TileLimits& limits);
// One row by one vector.
std::unique_ptr<mlir::Pass> CreatePlainTilesPass();

std::unique_ptr<mlir::Pass> CreateSchedulePass();
// Each loop nest is a phase.
std::unique_ptr<mlir::Pass> CreatePlainSchedulePass();

std::unique_ptr<mlir::Pass> CreatePlanMemoryPass();
// No two intermediates share memory.
std::unique_ptr<mlir::Pass> CreatePlainMemoryPass();

void RegisterPlanningPasses();

}  // namespace sinter

#endif  // SINTER_COMPILER_PLANNING_PASSES_H_
