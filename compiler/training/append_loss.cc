// append-loss: @forward becomes @predict, @evaluate_step and @train_step.
#include "compiler/ir/nn_roles.h"
#include "compiler/training/passes.h"
#include "compiler/training/step_function.h"
#include "mlir/IR/Builders.h"

namespace sinter {

#define GEN_PASS_DEF_APPENDLOSS
#include "compiler/training/passes.h.inc"

namespace {

using llvm::ArrayRef;
using llvm::SmallVector;
using llvm::StringRef;
using mlir::FailureOr;
using mlir::Location;
using mlir::OpBuilder;
using mlir::Type;
using mlir::Value;
using mlir::func::FuncOp;
using nn::Role;

constexpr Role kEvaluateArguments[] = {Role::kY, Role::kSamples};
constexpr Role kTrainArguments[] = {Role::kY, Role::kSamples,
                                    Role::kLearningRate, Role::kIteration,
                                    Role::kSeed};

Type TypeOf(Role role, FuncOp forward) {
  OpBuilder builder(forward->getContext());
  switch (role) {
    case Role::kY: {
      const auto x = llvm::cast<mlir::RankedTensorType>(
          nn::FindArgument(forward, Role::kX).getType());
      return mlir::RankedTensorType::get(
          {x.getDimSize(0)}, builder.getIntegerType(8, /*isSigned=*/false));
    }
    case Role::kLearningRate:
      return builder.getF32Type();
    case Role::kIteration:
      return builder.getI64Type();
    default:
      return builder.getI32Type();
  }
}

void RemoveDropout(FuncOp function) {
  function.walk([](nn::DropoutOp dropout) {
    dropout.getY().replaceAllUsesWith(dropout.getX());
    dropout.erase();
  });
}

// Puts arguments of these roles after x; @forward's seed and iteration give
// their uses to them and go.
void SetScalarArguments(FuncOp function, ArrayRef<Role> roles) {
  mlir::BlockArgument seed = nn::FindArgument(function, Role::kSeed);
  mlir::BlockArgument iteration = nn::FindArgument(function, Role::kIteration);
  unsigned index = nn::FindArgument(function, Role::kX).getArgNumber();
  for (const Role role : roles) {
    const mlir::BlockArgument argument = InsertArgument(
        function, ++index, TypeOf(role, function), function.getLoc(), role);
    if (role == Role::kSeed) seed.replaceAllUsesWith(argument);
    if (role == Role::kIteration) iteration.replaceAllUsesWith(argument);
  }
  function.eraseArgument(seed.getArgNumber());
  function.eraseArgument(iteration.getArgNumber());
}

// A copy of @forward beside it, under another name and with other scalars.
FuncOp MakeStep(FuncOp forward, StringRef name, ArrayRef<Role> roles) {
  FuncOp step = forward.clone();
  step.setName(name);
  OpBuilder(forward).insert(step);
  if (!llvm::is_contained(roles, Role::kSeed)) RemoveDropout(step);
  SetScalarArguments(step, roles);
  return step;
}

// The same place of the spec under the name of what is computed there.
Location Rename(Location location, StringRef name) {
  if (const auto named = llvm::dyn_cast<mlir::NameLoc>(location)) {
    location = named.getChildLoc();
  }
  return mlir::NameLoc::get(mlir::StringAttr::get(location.getContext(), name),
                            location);
}

void EraseIfUnused(mlir::Operation* op) {
  if (op && mlir::isOpTriviallyDead(op)) op->erase();
}

class AppendLossPass : public impl::AppendLossBase<AppendLossPass> {
 public:
  using AppendLossBase::AppendLossBase;

  void runOnOperation() override {
    FailureOr<FuncOp> forward = FindFunction(getOperation(), nn::kForward);
    if (failed(forward) || failed(Check(*forward))) return signalPassFailure();
    MakeStep(*forward, nn::kPredict, {});
    AppendMetrics(MakeStep(*forward, nn::kEvaluateStep, kEvaluateArguments));
    AppendMetrics(MakeStep(*forward, nn::kTrainStep, kTrainArguments));
    forward->erase();
  }

 private:
  // What the copies rely on.
  llvm::LogicalResult Check(FuncOp forward);

  bool NeedsSoftmax() const {
    return loss == Loss::kSparseCategoricalCrossentropy && !from_logits;
  }

  // Returns the loss, and the number of correct rows, in place of the output.
  void AppendMetrics(FuncOp step);
  // One for each sample.
  Value CreateLosses(OpBuilder& builder, Location location, Value scores,
                     Value labels);
};

llvm::LogicalResult AppendLossPass::Check(FuncOp forward) {
  for (const Role role : {Role::kX, Role::kSeed, Role::kIteration}) {
    if (nn::FindArguments(forward, role).size() == 1) continue;
    return forward.emitError()
           << "needs one argument of nn.role \"" << nn::ToString(role) << '"';
  }
  const mlir::ValueRange outputs = GetReturn(forward).getOperands();
  const auto type =
      outputs.size() == 1
          ? llvm::dyn_cast<mlir::RankedTensorType>(outputs.front().getType())
          : mlir::RankedTensorType();
  if (!type || type.getRank() != 2) {
    return forward.emitError("needs one result of shape [batch, classes]");
  }
  if (NeedsSoftmax() && !outputs.front().getDefiningOp<nn::SoftmaxOp>()) {
    return forward.emitError(
        "ends in no nn.softmax, so cross-entropy needs from-logits");
  }
  return llvm::success();
}

void AppendLossPass::AppendMetrics(FuncOp step) {
  const Value output = GetReturn(step).getOperand(0);
  auto softmax = output.getDefiningOp<nn::SoftmaxOp>();
  const Value scores = NeedsSoftmax() ? softmax.getX() : output;
  const Value labels = nn::FindArgument(step, Role::kY);
  const Value samples = nn::FindArgument(step, Role::kSamples);
  OpBuilder builder(GetReturn(step));
  const Location location = output.getLoc();

  SmallVector<StepResult> results;
  const Location loss = Rename(location, "loss");
  const Value losses = CreateLosses(builder, loss, scores, labels);
  results.push_back(
      {builder.create<nn::SampleMeanOp>(loss, losses, samples), Role::kLoss});
  if (accuracy) {
    const Location at = Rename(location, "accuracy");
    const Value correct = builder.create<nn::AccuracyOp>(at, scores, labels);
    results.push_back({builder.create<nn::SampleSumOp>(at, correct, samples),
                       Role::kCorrect});
  }
  SetResults(step, results);
  EraseIfUnused(softmax);
}

Value AppendLossPass::CreateLosses(OpBuilder& builder, Location location,
                                   Value scores, Value labels) {
  switch (loss) {
    case Loss::kSparseCategoricalCrossentropy:
      return builder.create<nn::SparseCrossEntropyOp>(location, scores, labels);
    case Loss::kMeanSquaredError:
      return builder.create<nn::MeanSquaredErrorOp>(location, scores, labels);
  }
  llvm_unreachable("unknown loss");
}

}  // namespace
}  // namespace sinter
