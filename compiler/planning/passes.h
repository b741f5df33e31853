// Planning: from fused kernels to layouts, register tiles, phases and storage.
//
// All are module passes, because a parameter has one place and one layout for
// every function. They run in this order; each leaves attributes that the next
// ones and code generation read:
//
//   select-layout   tensor encodings (#kernel.panels), kernel.transpose ops
//   select-tiles    `kernel.tiles` on contractions
//   schedule        `kernel.phase` and `kernel.split` on every loop nest
//   plan-memory     `kernel.storage` on loop nests and function arguments,
//                   `kernel.state_floats` and `kernel.arena_bytes` on the
//                   module
#ifndef SINTER_COMPILER_PLANNING_PASSES_H_
#define SINTER_COMPILER_PLANNING_PASSES_H_

#include <memory>

#include "mlir/Pass/Pass.h"

namespace sinter {

std::unique_ptr<mlir::Pass> CreateSelectLayoutPass();
std::unique_ptr<mlir::Pass> CreateSelectTilesPass();
std::unique_ptr<mlir::Pass> CreateSchedulePass();
std::unique_ptr<mlir::Pass> CreatePlanMemoryPass();

void RegisterPlanningPasses();

}  // namespace sinter

#endif  // SINTER_COMPILER_PLANNING_PASSES_H_
