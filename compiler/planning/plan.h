// What planning wrote into the IR, read back: names of its attributes and
// typed access to them. Planning passes write through here too, so that the
// spelling of an attribute stands in one place.
#ifndef SINTER_COMPILER_PLANNING_PLAN_H_
#define SINTER_COMPILER_PLANNING_PLAN_H_

#include <cstdint>
#include <string>

#include "compiler/ir/kernel_dialect.h"
#include "compiler/ir/nn_roles.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"

namespace sinter {

enum class Space { kState, kArena, kInput, kTargets, kMetrics, kOutput };

struct Storage {
  Space space;
  int64_t offset;  // kState: floats; kArena: bytes; else which of them it is
};

void SetPhase(mlir::Operation* nest, int64_t phase);
int64_t GetPhase(mlir::Operation* nest);
// False for what is no loop nest, as scalars that a step computes once.
bool HasPhase(mlir::Operation* op);

void SetSplit(mlir::Operation* nest, Split split);
Split GetSplit(mlir::Operation* nest);

void SetResultStorage(mlir::Operation* nest, llvm::ArrayRef<Storage> storage);
void SetArgumentStorage(mlir::func::FuncOp function, unsigned argument,
                        Storage storage);
// Where a tensor value lives: a loop nest's result or a function's argument.
Storage GetStorage(mlir::Value value);

void SetStateFloats(mlir::ModuleOp module, int64_t floats);
int64_t GetStateFloats(mlir::ModuleOp module);
void SetArenaBytes(mlir::ModuleOp module, int64_t bytes);
int64_t GetArenaBytes(mlir::ModuleOp module);

// Rows of a contraction's register tile, when `rows` rows are cut for
// processors with `registers` vector registers (select_tiles.cc has the
// argument).
int64_t ChooseTileRows(int64_t rows, int64_t registers);

// Rows of a tile of the batch in every kernel of `step`: those of its
// contractions.
int64_t GetBatchTileRows(mlir::func::FuncOp step, int64_t registers);

// Terms of a contraction's sum that are added up in registers, before such
// blocks' sums are added (select_tiles.cc has the argument).
int64_t ChooseDepth(kernel::ContractOp contract);

// The register tile for processors with `registers` vector registers.
kernel::TileAttr GetTile(kernel::ContractOp contract, int64_t registers);
void SetTiles(kernel::ContractOp contract,
              llvm::ArrayRef<kernel::TileAttr> tiles);

// The loop nests of a function, in block order.
llvm::SmallVector<kernel::LoopNest> GetNests(mlir::func::FuncOp function);

// Rows of the batch: dimension 0 of @function's role "x" argument.
int64_t GetBatch(mlir::func::FuncOp function);

}  // namespace sinter

#endif  // SINTER_COMPILER_PLANNING_PLAN_H_
