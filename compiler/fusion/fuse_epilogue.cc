// fuse-epilogue: a map whose input a contraction, sum or other map computes
// moves into that producer's stores.
//
// Any chain of maps fuses, one after another in program order; no pattern of
// ops is looked for. Each map moves whole and once, so nothing is computed
// twice; a value that others still read stays a result of the producer.
// Optimizer updates are left to fuse-optimizer, which knows what they
// overwrite.
#include "compiler/fusion/merge_nests.h"
#include "compiler/fusion/passes.h"
#include "compiler/ir/kernel_dialect.h"
#include "compiler/ir/nn_roles.h"
#include "compiler/ir/provenance.h"
#include "compiler/ir/remarks.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace sinter {
namespace {

using kernel::LoopNest;
using kernel::MapOp;
using mlir::Value;
using mlir::func::FuncOp;

constexpr llvm::StringLiteral kFuseEpilogue = "fuse-epilogue";

// Loop nests that compute inputs of `map`, the latest first: by its place the
// map's other inputs are there. What is one number for all elements cannot be
// stored with them.
llvm::SmallVector<LoopNest> GetProducers(MapOp map) {
  const kernel::MatrixShape domain = map.getDomain();
  llvm::SmallVector<LoopNest> producers;
  for (Value input : map.getInputs()) {
    if (kernel::ClassifyAccess(input.getType(), domain.rows, domain.cols) ==
        kernel::Access::kNumber)
      continue;
    auto producer = input.getDefiningOp<LoopNest>();
    if (producer && producer.getNestBody() &&
        !llvm::is_contained(producers, producer))
      producers.push_back(producer);
  }
  llvm::sort(producers,
             [](LoopNest a, LoopNest b) { return b->isBeforeInBlock(a); });
  return producers;
}

// Whether the producer's results that `map` reads are what its body yields, of
// the shape that the map works on.
bool ReadsElementByElement(MapOp map, LoopNest producer) {
  const auto yielded = producer.getBodyResults();
  const auto shape =
      mlir::cast<mlir::ShapedType>(map.getResult(0).getType()).getShape();
  return llvm::all_of(map.getInputs(), [&](Value input) {
    return input.getDefiningOp() != producer.getOperation() ||
           (llvm::is_contained(yielded, input) &&
            mlir::cast<mlir::ShapedType>(input.getType()).getShape() == shape);
  });
}

// Whether the producer's stores know the channels of which `map` sees vectors.
bool KnowsChannels(MapOp map, LoopNest producer) {
  const int64_t channels = map.getChannels();
  if (channels == map.getDomain().cols) return true;
  if (channels == producer.getChannels()) return true;
  return !producer.hasAccumulator() &&
         producer.getChannels() == producer.getDomain().cols;
}

// Whether `map` reads samples where the data set has them, each anywhere: that
// is for maps, while others read the rows of a batch.
bool ReadsDataSet(MapOp map) {
  return llvm::any_of(map.getInputs(), nn::IsData);
}

// Why `map` cannot move into `producer`; empty if only their places may be in
// the way.
llvm::StringRef FindObstacle(MapOp map, LoopNest producer) {
  if (producer.hasRowBody())
    return "the one works row by row, the other element by element";
  if (!ReadsElementByElement(map, producer))
    return "the two do not run over the same elements";
  if (producer.getRowBound() != map.getSamples())
    return "the two do not run over the same rows";
  if (!KnowsChannels(map, producer))
    return "the two see pixels of different widths";
  if (ReadsDataSet(map) && producer.hasAccumulator())
    return "the one reads samples in the data set, the other in the batch";
  return "";
}

class FuseEpiloguePass
    : public mlir::PassWrapper<FuseEpiloguePass, mlir::OperationPass<FuncOp>> {
 public:
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(FuseEpiloguePass)
  llvm::StringRef getArgument() const final { return kFuseEpilogue; }
  llvm::StringRef getDescription() const final {
    return "Move elementwise work into its producer's stores";
  }

  void runOnOperation() final {
    for (MapOp map : llvm::make_early_inc_range(getOperation().getOps<MapOp>()))
      if (!IsUpdate(map)) FuseIntoProducer(map);
  }

 private:
  // Refusals count only if no producer takes the map.
  static void FuseIntoProducer(MapOp map) {
    llvm::SmallVector<std::pair<LoopNest, llvm::StringRef>> refusals;
    for (LoopNest producer : GetProducers(map)) {
      llvm::StringRef obstacle = FindObstacle(map, producer);
      if (obstacle.empty()) {
        if (const auto place = FindPlace(producer, map))
          return Fuse(map, producer, *place);
        obstacle = "an op between them stands in the way";
      }
      refusals.emplace_back(producer, obstacle);
    }
    for (const auto& [producer, obstacle] : refusals)
      ReportKept(map, producer, obstacle);
  }

  static void Fuse(MapOp map, LoopNest producer, Place place) {
    ReportFused(map, producer, GetSavedBytes(producer, map));
    mlir::IRRewriter rewriter(map.getContext());
    MergeNests(rewriter, producer, map, place, kFuseEpilogue);
  }
};

}  // namespace

std::unique_ptr<mlir::Pass> CreateFuseEpiloguePass() {
  return std::make_unique<FuseEpiloguePass>();
}

}  // namespace sinter
