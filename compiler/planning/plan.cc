#include "compiler/planning/plan.h"

#include "llvm/ADT/StringSwitch.h"
#include "mlir/IR/Builders.h"

namespace sinter {
namespace {

constexpr llvm::StringLiteral kPhase = "kernel.phase";
constexpr llvm::StringLiteral kSplit = "kernel.split";
constexpr llvm::StringLiteral kStorage = "kernel.storage";
constexpr llvm::StringLiteral kTiles = "kernel.tiles";
constexpr llvm::StringLiteral kStateFloats = "kernel.state_floats";
constexpr llvm::StringLiteral kArenaBytes = "kernel.arena_bytes";

llvm::StringRef ToString(Split split) {
  switch (split) {
    case Split::kBatch:
      return "batch";
    case Split::kRows:
      return "rows";
    case Split::kColumns:
      return "columns";
  }
  llvm_unreachable("all splits are named");
}

llvm::StringRef ToString(Space space) {
  switch (space) {
    case Space::kState:
      return "state";
    case Space::kArena:
      return "arena";
    case Space::kInput:
      return "input";
    case Space::kTargets:
      return "targets";
    case Space::kMetrics:
      return "metrics";
    case Space::kOutput:
      return "output";
  }
  llvm_unreachable("all spaces are named");
}

kernel::StorageAttr ToAttribute(mlir::MLIRContext* context, Storage storage) {
  return kernel::StorageAttr::get(
      context, mlir::StringAttr::get(context, ToString(storage.space)),
      storage.offset);
}

Storage FromAttribute(kernel::StorageAttr attribute) {
  const Space space = llvm::StringSwitch<Space>(attribute.getSpace().getValue())
                          .Case("state", Space::kState)
                          .Case("arena", Space::kArena)
                          .Case("input", Space::kInput)
                          .Case("targets", Space::kTargets)
                          .Case("metrics", Space::kMetrics)
                          .Case("output", Space::kOutput);
  return {space, attribute.getOffset()};
}

void SetInteger(mlir::Operation* op, llvm::StringRef name, int64_t value) {
  op->setAttr(name, mlir::Builder(op->getContext()).getI64IntegerAttr(value));
}

int64_t GetInteger(mlir::Operation* op, llvm::StringRef name) {
  return op->getAttrOfType<mlir::IntegerAttr>(name).getInt();
}

}  // namespace

void SetPhase(mlir::Operation* nest, int64_t phase) {
  SetInteger(nest, kPhase, phase);
}
int64_t GetPhase(mlir::Operation* nest) { return GetInteger(nest, kPhase); }
bool HasPhase(mlir::Operation* op) { return op->hasAttr(kPhase); }

void SetSplit(mlir::Operation* nest, Split split) {
  nest->setAttr(kSplit,
                mlir::StringAttr::get(nest->getContext(), ToString(split)));
}

Split GetSplit(mlir::Operation* nest) {
  return llvm::StringSwitch<Split>(
             nest->getAttrOfType<mlir::StringAttr>(kSplit).getValue())
      .Case("batch", Split::kBatch)
      .Case("rows", Split::kRows)
      .Case("columns", Split::kColumns);
}

void SetResultStorage(mlir::Operation* nest, llvm::ArrayRef<Storage> storage) {
  llvm::SmallVector<mlir::Attribute> attributes;
  for (const Storage& place : storage)
    attributes.push_back(ToAttribute(nest->getContext(), place));
  nest->setAttr(kStorage, mlir::ArrayAttr::get(nest->getContext(), attributes));
}

void SetArgumentStorage(mlir::func::FuncOp function, unsigned argument,
                        Storage storage) {
  function.setArgAttr(argument, kStorage,
                      ToAttribute(function.getContext(), storage));
}

Storage GetStorage(mlir::Value value) {
  if (auto argument = mlir::dyn_cast<mlir::BlockArgument>(value)) {
    auto function =
        mlir::cast<mlir::func::FuncOp>(argument.getOwner()->getParentOp());
    return FromAttribute(function.getArgAttrOfType<kernel::StorageAttr>(
        argument.getArgNumber(), kStorage));
  }
  auto result = mlir::cast<mlir::OpResult>(value);
  auto places = result.getOwner()->getAttrOfType<mlir::ArrayAttr>(kStorage);
  return FromAttribute(
      mlir::cast<kernel::StorageAttr>(places[result.getResultNumber()]));
}

void SetStateFloats(mlir::ModuleOp module, int64_t floats) {
  SetInteger(module, kStateFloats, floats);
}
int64_t GetStateFloats(mlir::ModuleOp module) {
  return GetInteger(module, kStateFloats);
}
void SetArenaBytes(mlir::ModuleOp module, int64_t bytes) {
  SetInteger(module, kArenaBytes, bytes);
}
int64_t GetArenaBytes(mlir::ModuleOp module) {
  return GetInteger(module, kArenaBytes);
}

kernel::TileAttr GetTile(kernel::ContractOp contract, int64_t registers) {
  for (mlir::Attribute attribute :
       contract->getAttrOfType<mlir::ArrayAttr>(kTiles)) {
    auto tile = mlir::cast<kernel::TileAttr>(attribute);
    if (tile.getRegisters() == registers) return tile;
  }
  llvm_unreachable("select-tiles chose a tile for every register count");
}

// Every contraction over the batch's rows has the same rows a tile, so that
// workers keep their rows. Without any the batch is cut as if there were one.
int64_t GetBatchTileRows(mlir::func::FuncOp step, int64_t registers) {
  for (auto contract : step.getOps<kernel::ContractOp>())
    if (!contract.SumsOverBatch())
      return GetTile(contract, registers).getRows();
  return ChooseTileRows(GetBatch(step), registers);
}

void SetTiles(kernel::ContractOp contract,
              llvm::ArrayRef<kernel::TileAttr> tiles) {
  llvm::SmallVector<mlir::Attribute> attributes(tiles.begin(), tiles.end());
  contract->setAttr(kTiles,
                    mlir::ArrayAttr::get(contract.getContext(), attributes));
}

llvm::SmallVector<kernel::LoopNest> GetNests(mlir::func::FuncOp function) {
  return llvm::to_vector(function.getBody().front().getOps<kernel::LoopNest>());
}

int64_t GetBatch(mlir::func::FuncOp function) {
  return kernel::GetMatrixShape(
             nn::FindArgument(function, nn::Role::kX).getType())
      .rows;
}

}  // namespace sinter
