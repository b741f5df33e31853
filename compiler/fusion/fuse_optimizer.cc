// fuse-optimizer: an update moves into the contraction or sum that computes its
// gradient, whose elements then never reach memory.
//
// The planner stores a new weight or slot over the old one, so the op that
// holds the update must come after every other op that reads the old value. In
// its own epilogue each element is read just before it is written; as an
// operand of its product it would be read again later.
#include "compiler/fusion/merge_nests.h"
#include "compiler/fusion/passes.h"
#include "compiler/ir/kernel_dialect.h"
#include "compiler/ir/provenance.h"
#include "compiler/ir/remarks.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace sinter {
namespace {

using kernel::LoopNest;
using kernel::MapOp;
using mlir::BlockArgument;
using mlir::Operation;
using mlir::Value;
using mlir::func::FuncOp;

constexpr llvm::StringLiteral kFuseOptimizer = "fuse-optimizer";

// The tensor of an update that another op computed; weight and slots are
// arguments of the function. Null if there is not exactly one.
Value GetGradient(MapOp update) {
  Value gradient;
  for (Value input : update.getInputs()) {
    if (!input.getDefiningOp<LoopNest>() || input == gradient) continue;
    if (gradient) return {};
    gradient = input;
  }
  return gradient;
}

// Whether `op` reads `value` other than element by element in its body.
bool ReadsWhole(Operation* op, Value value) {
  auto nest = mlir::dyn_cast<LoopNest>(op);
  return nest && llvm::any_of(op->getOpOperands(), [&](auto& operand) {
           return operand.get() == value && nest.readsWhole(operand);
         });
}

// An op that would read `old` after `producer` has overwritten it.
Operation* FindLateReader(Value old, Operation* producer, MapOp update) {
  for (Operation* reader : old.getUsers()) {
    if (reader == update) continue;
    if (reader == producer ? ReadsWhole(reader, old)
                           : producer->isBeforeInBlock(reader))
      return reader;
  }
  return nullptr;
}

std::string DescribeReader(Operation* reader) {
  return mlir::isa<mlir::func::ReturnOp>(reader) ? "the caller"
                                                 : DescribeKernel(reader);
}

std::string DescribeState(BlockArgument old, FuncOp function) {
  auto role = function.getArgAttrOfType<mlir::StringAttr>(old.getArgNumber(),
                                                          "nn.role");
  return role && role.getValue() == "slot" ? "slot" : "weight";
}

// Why an op still needs what the update overwrites; empty if none does.
std::string FindLateRead(MapOp update, Operation* producer) {
  auto function = update->getParentOfType<FuncOp>();
  for (Value input : update.getInputs()) {
    auto old = mlir::dyn_cast<BlockArgument>(input);
    if (!old || !mlir::isa<mlir::RankedTensorType>(old.getType())) continue;
    if (Operation* reader = FindLateReader(old, producer, update))
      return "the old " + DescribeState(old, function) + " is still read by " +
             DescribeReader(reader);
  }
  return "";
}

std::string FindOtherReader(Value gradient, MapOp update) {
  for (Operation* reader : gradient.getUsers())
    if (reader != update)
      return "the gradient is also read by " + DescribeReader(reader);
  return "";
}

// Why `update` must stay apart from `producer`; empty if it need not.
std::string FindObstacle(MapOp update, Value gradient, LoopNest producer) {
  if (producer.hasRowBody())
    return "the one works row by row, the other element by element";
  if (!llvm::is_contained(producer.getBodyResults(), gradient) ||
      gradient.getType() != update.getResult(0).getType() ||
      producer.getRowBound() != update.getSamples())
    return "the two do not run over the same elements";
  if (std::string reader = FindOtherReader(gradient, update); !reader.empty())
    return reader;
  if (std::string reader = FindLateRead(update, producer); !reader.empty())
    return reader;
  return FindPlace(producer, update) ? ""
                                     : "an op between them stands in the way";
}

class FuseOptimizerPass
    : public mlir::PassWrapper<FuseOptimizerPass, mlir::OperationPass<FuncOp>> {
 public:
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(FuseOptimizerPass)
  llvm::StringRef getArgument() const final { return kFuseOptimizer; }
  llvm::StringRef getDescription() const final {
    return "Move optimizer updates into the op that computes the gradient";
  }

  void runOnOperation() final {
    for (MapOp map : llvm::make_early_inc_range(getOperation().getOps<MapOp>()))
      if (IsUpdate(map)) FuseIntoGradient(map);
  }

 private:
  static void FuseIntoGradient(MapOp update) {
    const Value gradient = GetGradient(update);
    if (!gradient) return;
    auto producer = gradient.getDefiningOp<LoopNest>();
    const std::string obstacle = FindObstacle(update, gradient, producer);
    if (!obstacle.empty()) return ReportKept(update, producer, obstacle);
    ReportFused(update, producer, GetSavedBytes(producer, update));
    mlir::IRRewriter rewriter(update.getContext());
    MergeNests(rewriter, producer, update, *FindPlace(producer, update),
               kFuseOptimizer);
  }
};

}  // namespace

std::unique_ptr<mlir::Pass> CreateFuseOptimizerPass() {
  return std::make_unique<FuseOptimizerPass>();
}

}  // namespace sinter
