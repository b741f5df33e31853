// differentiate: reverse-mode gradients of the loss in @train_step.
#include "compiler/ir/gradient_interface.h"
#include "compiler/ir/nn_roles.h"
#include "compiler/training/passes.h"
#include "compiler/training/step_function.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "mlir/IR/Builders.h"

namespace sinter {

#define GEN_PASS_DEF_DIFFERENTIATE
#include "compiler/training/passes.h.inc"

namespace {

using llvm::LogicalResult;
using llvm::SmallVector;
using llvm::success;
using mlir::Operation;
using mlir::Value;
using mlir::func::FuncOp;
using nn::Role;

// Walks a function's ops backwards and collects dL/d(value) for every value
// that lies between a parameter and the loss.
class Differentiator {
 public:
  explicit Differentiator(FuncOp function)
      : function_(function), builder_(GetReturn(function)) {}

  // Builds the gradients of `loss`, a scalar, before the function's return.
  LogicalResult Run(Value loss);

  // Null if the loss does not depend on `parameter`.
  Value GradientOf(Value parameter) const {
    return gradients_.lookup(parameter);
  }

 private:
  // Only values that depend on a parameter get a gradient.
  void FindDependents();
  LogicalResult Visit(Operation* op);
  void Accumulate(Value value, Value gradient, mlir::Location location);

  FuncOp function_;
  mlir::OpBuilder builder_;
  llvm::DenseSet<Value> dependents_;
  llvm::DenseMap<Value, Value> gradients_;
};

LogicalResult Differentiator::Run(Value loss) {
  FindDependents();
  // Collected first: the walk must not see the ops it adds.
  SmallVector<Operation*> ops;
  for (Operation& op : function_.getBody().front()) ops.push_back(&op);
  if (dependents_.contains(loss)) {
    gradients_[loss] = builder_.create<nn::ConstantOp>(
        loss.getLoc(), loss.getType(), builder_.getF64FloatAttr(1.0));
  }
  for (Operation* op : llvm::reverse(ops)) {
    if (failed(Visit(op))) return mlir::failure();
  }
  return success();
}

void Differentiator::FindDependents() {
  for (const unsigned i : nn::FindArguments(function_, Role::kParameter)) {
    dependents_.insert(function_.getArgument(i));
  }
  const auto depends = [&](Value value) { return dependents_.contains(value); };
  for (Operation& op : function_.getBody().front()) {
    if (!llvm::any_of(op.getOperands(), depends)) continue;
    dependents_.insert(op.result_begin(), op.result_end());
  }
}

LogicalResult Differentiator::Visit(Operation* op) {
  SmallVector<Value> result_gradients;
  for (const Value result : op->getResults()) {
    result_gradients.push_back(gradients_.lookup(result));
  }
  const auto is_set = [](Value value) { return value != nullptr; };
  if (llvm::none_of(result_gradients, is_set)) return success();

  SmallVector<bool> needed;
  for (const Value operand : op->getOperands()) {
    needed.push_back(dependents_.contains(operand));
  }
  if (!llvm::is_contained(needed, true)) return success();

  auto differentiable = llvm::dyn_cast<DifferentiableOpInterface>(op);
  if (!differentiable) {
    return op->emitError(
        "has no gradient, but the loss depends on a parameter through it");
  }
  const SmallVector<Value> operand_gradients =
      differentiable.buildGradients(builder_, result_gradients, needed);
  for (const auto& [operand, gradient] :
       llvm::zip_equal(op->getOperands(), operand_gradients)) {
    if (gradient) Accumulate(operand, gradient, op->getLoc());
  }
  return success();
}

// Every user of `value` adds its part; the walk reaches them all before the op
// that defines `value`.
void Differentiator::Accumulate(Value value, Value gradient,
                                mlir::Location location) {
  Value& sum = gradients_[value];
  sum = sum ? builder_.create<nn::AddOp>(location, sum, gradient).getY()
            : gradient;
}

// The result with the role "loss"; null if there is none.
Value FindTotalLoss(FuncOp function) {
  const SmallVector<unsigned> found = nn::FindResults(function, Role::kLoss);
  if (found.size() != 1) return nullptr;
  return GetReturn(function).getOperand(found.front());
}

class DifferentiatePass : public impl::DifferentiateBase<DifferentiatePass> {
 public:
  void runOnOperation() override {
    mlir::FailureOr<FuncOp> step = FindFunction(getOperation(), nn::kTrainStep);
    if (failed(step) || failed(AppendGradients(*step))) signalPassFailure();
  }

 private:
  LogicalResult AppendGradients(FuncOp step) {
    const Value loss = FindTotalLoss(step);
    if (!loss) return step.emitError("computes no result of nn.role \"loss\"");
    Differentiator differentiator(step);
    if (failed(differentiator.Run(loss))) return mlir::failure();

    SmallVector<StepResult> results = GetResults(step);
    for (const unsigned i : nn::FindArguments(step, Role::kParameter)) {
      const llvm::StringRef name = nn::GetArgumentName(step, i);
      const Value gradient = differentiator.GradientOf(step.getArgument(i));
      if (!gradient) {
        return step.emitError()
               << "computes a loss that does not depend on the parameter "
               << name;
      }
      results.push_back({gradient, Role::kGradient, name});
    }
    SetResults(step, results);
    return success();
  }
};

}  // namespace
}  // namespace sinter
