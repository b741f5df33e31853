#include "compiler/codegen/nest_emitter.h"

#include "compiler/planning/plan.h"
#include "llvm/Support/ErrorHandling.h"

namespace sinter {
namespace {

// Every op that is a loop nest, and how it is written.
struct Entry {
  llvm::StringLiteral op;
  const NestEmitter* emitter;
};
constexpr Entry kEmitters[] = {
    {"kernel.arrange", &kArrangeEmitter},
    {"kernel.contract", &kContractEmitter},
    {"kernel.depthwise", &kDepthwiseEmitter},
    {"kernel.map", &kMapEmitter},
    {"kernel.reduce", &kReduceEmitter},
    {"kernel.rows", &kRowsEmitter},
    {"kernel.transpose", &kTransposeEmitter},
    {"kernel.warp", &kWarpEmitter},
    {"kernel.window", &kWindowEmitter},
};

}  // namespace

RowTiles RowTiles::Cut(int64_t total, int64_t rows) {
  const int64_t count = (total + rows - 1) / rows;
  return {rows, count, total - count * (rows - 1)};
}

const NestEmitter& GetNestEmitter(mlir::Operation* nest) {
  for (const Entry& entry : kEmitters)
    if (nest->getName().getStringRef() == entry.op) return *entry.emitter;
  llvm_unreachable("every loop nest has an emitter");
}

std::string RowsAreTasks(mlir::Operation* nest) {
  return GetSplit(nest) == Split::kBatch ? "rows of the batch" : "rows";
}

std::string NoFormula(mlir::Operation*, const KernelFields&) { return ""; }

}  // namespace sinter
