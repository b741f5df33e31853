// plan-memory: every tensor gets a place before the program runs.
//
// Parameters and slots have fixed offsets in the state block, in the order of
// @train_step's arguments, equal in every function. A function's result is
// stored over the argument of the same name: the update happens in place.
//
// Intermediates share one arena. A value lives from the phase that writes it to
// the last phase that reads it; two values may share bytes if their phases are
// disjoint (within a phase workers run unsynchronised, so order inside it does
// not count). Values are placed largest first at the lowest offset that is free
// throughout their life. Switched off, all live all the time.
#include <algorithm>

#include "compiler/ir/layout.h"
#include "compiler/planning/passes.h"
#include "compiler/planning/plan.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/StringMap.h"

namespace sinter {
namespace {

using mlir::failed;
using mlir::failure;
using mlir::LogicalResult;
using mlir::success;
using mlir::func::FuncOp;

// Places begin at a cache line.
int64_t ArenaBytes(mlir::Type type) {
  constexpr int64_t kCacheLine = 64;
  return (StoredBytes(type) + kCacheLine - 1) / kCacheLine * kCacheLine;
}

// An intermediate: `bytes` of the arena during phases first..last.
struct Interval {
  mlir::Value value;
  int64_t bytes;
  int64_t first;
  int64_t last;
  int64_t offset = 0;

  bool Overlaps(const Interval& other) const {
    return first <= other.last && other.first <= last;
  }
};

int64_t LastUse(mlir::Value value, int64_t first) {
  int64_t last = first;
  for (mlir::Operation* user : value.getUsers())
    if (HasPhase(user)) last = std::max(last, GetPhase(user));
  return last;
}

// Places every interval; returns the bytes used in all.
int64_t PlaceIntervals(llvm::MutableArrayRef<Interval> intervals) {
  std::stable_sort(
      intervals.begin(), intervals.end(),
      [](const Interval& a, const Interval& b) { return a.bytes > b.bytes; });
  int64_t total = 0;
  for (size_t i = 0; i < intervals.size(); ++i) {
    llvm::SmallVector<const Interval*> busy;
    for (size_t j = 0; j < i; ++j)
      if (intervals[i].Overlaps(intervals[j])) busy.push_back(&intervals[j]);
    llvm::sort(busy, [](const Interval* a, const Interval* b) {
      return a->offset < b->offset;
    });
    int64_t offset = 0;
    for (const Interval* taken : busy) {
      if (offset + intervals[i].bytes <= taken->offset) break;
      offset = std::max(offset, taken->offset + taken->bytes);
    }
    intervals[i].offset = offset;
    total = std::max(total, offset + intervals[i].bytes);
  }
  return total;
}

class PlanMemoryPass
    : public mlir::PassWrapper<PlanMemoryPass,
                               mlir::OperationPass<mlir::ModuleOp>> {
 public:
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(PlanMemoryPass)
  explicit PlanMemoryPass(bool plain) : plain_(plain) {}

  llvm::StringRef getArgument() const final { return "plan-memory"; }
  llvm::StringRef getDescription() const final {
    return "Give every tensor a fixed place";
  }

  void runOnOperation() final {
    mlir::ModuleOp module = getOperation();
    auto train = module.lookupSymbol<FuncOp>(nn::kTrainStep);
    if (!train) {
      module.emitError("plan-memory needs @train_step");
      return signalPassFailure();
    }
    SetStateFloats(module, PlaceState(train));
    int64_t arena = 0;
    for (FuncOp function : module.getOps<FuncOp>()) {
      if (function.getName() == nn::kInitialize) continue;
      PlaceArguments(function);
      if (failed(PlaceResults(function))) return signalPassFailure();
      arena = std::max(arena, PlaceIntermediates(function));
      WriteStorage(function);
    }
    SetArenaBytes(module, arena);
  }

 private:
  int64_t PlaceState(FuncOp train) {
    int64_t floats = 0;
    for (unsigned i = 0; i < train.getNumArguments(); ++i) {
      if (!nn::IsKept(nn::GetArgumentRole(train, i))) continue;
      state_[nn::GetArgumentName(train, i)] = floats;
      floats += Layout::Of(train.getArgument(i).getType()).Size();
    }
    return floats;
  }

  void PlaceArguments(FuncOp function) {
    int64_t inputs = 0;
    int64_t targets = 0;
    for (unsigned i = 0; i < function.getNumArguments(); ++i) {
      const auto role = nn::GetArgumentRole(function, i);
      if (nn::IsKept(role))
        SetArgumentStorage(
            function, i,
            {Space::kState, state_.lookup(nn::GetArgumentName(function, i))});
      else if (role == nn::Role::kX)
        SetArgumentStorage(function, i, {Space::kInput, inputs++});
      else if (role == nn::Role::kY)
        SetArgumentStorage(function, i, {Space::kTargets, targets++});
    }
  }

  LogicalResult PlaceResults(FuncOp function) {
    places_.clear();
    mlir::Operation* terminator = function.getBody().front().getTerminator();
    int64_t metrics = 0;  // the loss, then the others in their order
    int64_t outputs = 0;
    for (auto [i, value] : llvm::enumerate(terminator->getOperands())) {
      const auto role = nn::GetResultRole(function, i);
      if (nn::IsKept(role)) {
        if (failed(
                PlaceUpdate(function, value, nn::GetResultName(function, i))))
          return failure();
      } else if (role == nn::Role::kLoss || role == nn::Role::kMetric) {
        if (failed(PlaceMetric(function, value, metrics++))) return failure();
      } else {
        places_[value] = {Space::kOutput, outputs++};
      }
    }
    return success();
  }

  LogicalResult PlaceMetric(FuncOp function, mlir::Value value, int64_t index) {
    const Storage place = {Space::kMetrics, index};
    if (places_.try_emplace(value, place).second) return success();
    return function.emitError("returns one value as two metrics");
  }

  // In place is right only if nothing reads the old value afterwards.
  LogicalResult PlaceUpdate(FuncOp function, mlir::Value value,
                            llvm::StringRef name) {
    mlir::Operation* writer = value.getDefiningOp();
    if (!writer) return success();  // returned as it came
    if (mlir::BlockArgument argument = nn::FindArgument(function, name))
      for (mlir::Operation* reader : argument.getUsers())
        if (writer->isBeforeInBlock(reader) &&
            !reader->hasTrait<mlir::OpTrait::IsTerminator>())
          return reader->emitError() << "reads the old value of " << name
                                     << " after it has been updated in place";
    places_[value] = {Space::kState, state_.lookup(name)};
    return success();
  }

  int64_t PlaceIntermediates(FuncOp function) {
    llvm::SmallVector<Interval> intervals;
    for (mlir::Operation* nest : GetNests(function))
      for (mlir::Value result : nest->getResults()) {
        if (places_.contains(result)) continue;
        const int64_t phase = GetPhase(nest);
        if (plain_)
          intervals.push_back({result, ArenaBytes(result.getType()), 0, 0});
        else
          intervals.push_back({result, ArenaBytes(result.getType()), phase,
                               LastUse(result, phase)});
      }
    const int64_t bytes = PlaceIntervals(intervals);
    for (const Interval& interval : intervals)
      places_[interval.value] = {Space::kArena, interval.offset};
    return bytes;
  }

  void WriteStorage(FuncOp function) {
    for (mlir::Operation* nest : GetNests(function)) {
      llvm::SmallVector<Storage> storage;
      for (mlir::Value result : nest->getResults())
        storage.push_back(places_.at(result));
      SetResultStorage(nest, storage);
    }
  }

  const bool plain_;
  llvm::StringMap<int64_t> state_;
  llvm::DenseMap<mlir::Value, Storage> places_;
};

}  // namespace

std::unique_ptr<mlir::Pass> CreatePlanMemoryPass() {
  return std::make_unique<PlanMemoryPass>(/*plain=*/false);
}

std::unique_ptr<mlir::Pass> CreatePlainMemoryPass() {
  return std::make_unique<PlanMemoryPass>(/*plain=*/true);
}

void RegisterPlanningPasses() {
  mlir::registerPass([] { return CreateExploitInputSparsityPass(false); });
  mlir::registerPass(CreateSkipZeroGradientsPass);
  mlir::registerPass(CreateListPooledGradientsPass);
  mlir::registerPass(CreateDelayUpdatesPass);
  mlir::registerPass(CreateTransposeByPanelsPass);
  mlir::registerPass(CreateSelectLayoutPass);
  mlir::registerPass([] { return CreateSelectTilesPass(TileLimits()); });
  mlir::registerPass(CreateSchedulePass);
  mlir::registerPass(CreatePlanMemoryPass);
}

}  // namespace sinter
