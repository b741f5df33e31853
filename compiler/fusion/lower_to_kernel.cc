// lower-to-kernel: the step functions from nn to kernel loop nests, and scalars
// that are computed once to arith and math at the function's begin.
//
// Every nn op becomes one or two loop nests of its own; fusing is left to later
// passes. The function of initial values, which has no sample input, stays.
#include "compiler/fusion/lowering/lowering.h"
#include "compiler/fusion/passes.h"
#include "compiler/ir/nn_dialect.h"
#include "compiler/ir/nn_roles.h"
#include "mlir/IR/Dominance.h"
#include "mlir/IR/PatternMatch.h"
#include "mlir/Transforms/CSE.h"

namespace sinter {
namespace {

using mlir::FailureOr;
using mlir::LogicalResult;
using mlir::Operation;
using mlir::func::FuncOp;

using Family = FailureOr<bool> (*)(Operation*, Lowering&);
constexpr Family kFamilies[] = {
    LowerElementwise, LowerPairwise,           LowerActivation,  LowerRandom,
    LowerArrange,     LowerContraction,        LowerConvolution, LowerPooling,
    LowerRows,        LowerBatchNormalization, LowerLoss,        LowerGradient,
    LowerUpdate};

LogicalResult LowerOp(Operation* op, Lowering& lowering) {
  lowering.StartAt(op);
  for (Family family : kFamilies) {
    const FailureOr<bool> done = family(op, lowering);
    if (mlir::failed(done)) return mlir::failure();
    if (*done) return mlir::success();
  }
  return op->emitOpError("has no lowering to the kernel dialect");
}

// Results, and the function's type after them.
void LowerReturn(FuncOp function, const Lowering& lowering) {
  Operation* terminator = function.front().getTerminator();
  for (mlir::OpOperand& operand : terminator->getOpOperands())
    operand.set(lowering.Lowered(operand.get()));
  function.setType(mlir::FunctionType::get(function.getContext(),
                                           function.front().getArgumentTypes(),
                                           terminator->getOperandTypes()));
}

LogicalResult LowerFunction(FuncOp function) {
  Lowering lowering(function);
  llvm::SmallVector<Operation*> ops;
  for (Operation& op : function.front())
    if (mlir::isa<nn::NnDialect>(op.getDialect())) ops.push_back(&op);
  for (Operation* op : ops)
    if (mlir::failed(LowerOp(op, lowering))) return mlir::failure();
  LowerReturn(function, lowering);
  for (Operation* op : llvm::reverse(ops)) op->erase();
  return mlir::success();
}

// Several ops may have asked for the same scalar.
void MergeScalars(FuncOp function) {
  mlir::IRRewriter rewriter(function.getContext());
  mlir::DominanceInfo dominance(function);
  mlir::eliminateCommonSubExpressions(rewriter, dominance, function);
}

class LowerToKernelPass
    : public mlir::PassWrapper<LowerToKernelPass, mlir::OperationPass<FuncOp>> {
 public:
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(LowerToKernelPass)
  llvm::StringRef getArgument() const final { return "lower-to-kernel"; }
  llvm::StringRef getDescription() const final {
    return "Rewrite step functions from the nn dialect to loop nests";
  }
  void getDependentDialects(mlir::DialectRegistry& registry) const final {
    registry.insert<kernel::KernelDialect>();
  }

  void runOnOperation() final {
    FuncOp function = getOperation();
    if (function.isExternal() || function.getName() == nn::kInitialize) return;
    if (mlir::failed(LowerFunction(function))) return signalPassFailure();
    MergeScalars(function);
  }
};

}  // namespace

std::unique_ptr<mlir::Pass> CreateLowerToKernelPass() {
  return std::make_unique<LowerToKernelPass>();
}

}  // namespace sinter
