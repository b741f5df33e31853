// append-loss: @forward becomes @predict, @evaluate_step and @train_step.
#include "compiler/ir/nn_roles.h"
#include "compiler/layers/metrics.h"
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

// A step with metrics, and its scalars.
struct Step {
  StringRef name;
  ArrayRef<Role> arguments;
};
constexpr Step kEvaluate = {nn::kEvaluateStep, kEvaluateArguments};
constexpr Step kTrain = {nn::kTrainStep, kTrainArguments};

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

void EraseDeadOps(FuncOp function) {
  for (mlir::Operation& op :
       llvm::make_early_inc_range(llvm::reverse(function.front())))
    if (mlir::isOpTriviallyDead(&op)) op.erase();
}

// What a layer is in the other mode vanishes.
void SetMode(FuncOp function, bool trains) {
  function.walk([&](nn::ByModeOp op) {
    op.getY().replaceAllUsesWith(trains ? op.getTraining() : op.getInference());
    op.erase();
  });
  EraseDeadOps(function);
}

// @forward's scalars in the order of its arguments.
constexpr Role kForwardScalars[] = {Role::kSamples, Role::kSeed,
                                    Role::kIteration};

// Puts arguments of these roles after x; @forward's scalars give their uses to
// them and go. Fails where an op needs one that is not there.
llvm::LogicalResult SetScalarArguments(FuncOp function, ArrayRef<Role> roles) {
  llvm::SmallDenseMap<Role, mlir::BlockArgument> old;
  for (const Role role : kForwardScalars)
    old[role] = nn::FindArgument(function, role);
  unsigned index = nn::FindArgument(function, Role::kX).getArgNumber();
  for (const Role role : roles) {
    const mlir::BlockArgument argument = InsertArgument(
        function, ++index, TypeOf(role, function), function.getLoc(), role);
    if (mlir::BlockArgument scalar = old.lookup(role))
      scalar.replaceAllUsesWith(argument);
  }
  for (const Role role : kForwardScalars) {
    mlir::BlockArgument scalar = old.lookup(role);
    if (!scalar.use_empty()) {
      return scalar.getUsers().begin()->emitOpError()
             << "needs nn.role \"" << nn::ToString(role) << "\", which @"
             << function.getName() << " has not: is it for nn.by_mode?";
    }
    function.eraseArgument(scalar.getArgNumber());
  }
  return llvm::success();
}

SmallVector<StepResult> GetResultsOf(FuncOp function, ArrayRef<Role> roles) {
  SmallVector<StepResult> results = GetResults(function);
  llvm::erase_if(results, [&](const StepResult& result) {
    return !llvm::is_contained(roles, result.role);
  });
  return results;
}

// A copy of @forward beside it, under another name and with other scalars.
FailureOr<FuncOp> MakeStep(FuncOp forward, StringRef name,
                           ArrayRef<Role> roles) {
  FuncOp step = forward.clone();
  step.setName(name);
  OpBuilder(forward).insert(step);
  const bool trains = llvm::is_contained(roles, Role::kLearningRate);
  if (roles.empty()) {
    SetResults(step, GetResultsOf(step, Role::kOutput));
  } else if (!trains) {
    SetResults(step, GetResultsOf(step, {Role::kOutput, Role::kPenalty}));
  }
  SetMode(step, trains);
  if (failed(SetScalarArguments(step, roles))) return mlir::failure();
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

class AppendLossPass : public impl::AppendLossBase<AppendLossPass> {
 public:
  using AppendLossBase::AppendLossBase;

  void runOnOperation() override {
    FailureOr<FuncOp> forward = FindFunction(getOperation(), nn::kForward);
    if (failed(forward) || failed(Check(*forward))) return signalPassFailure();
    if (failed(MakeStep(*forward, nn::kPredict, {})))
      return signalPassFailure();
    for (const auto& [name, roles] : {kEvaluate, kTrain}) {
      FailureOr<FuncOp> step = MakeStep(*forward, name, roles);
      if (failed(step)) return signalPassFailure();
      AppendMetrics(*step);
    }
    forward->erase();
  }

 private:
  // What the copies rely on.
  llvm::LogicalResult Check(FuncOp forward);

  bool NeedsSoftmax(Loss kind) const {
    return kind == Loss::kSparseCategoricalCrossentropy && !from_logits;
  }
  // What a loss of this kind reads where the model gives `output`.
  Value ScoresOf(Value output, Loss kind) const;

  // Returns the loss and the sums of the metrics in place of the output; then
  // the states, if there are any.
  void AppendMetrics(FuncOp step);
  // One for each sample.
  Value CreateLosses(OpBuilder& builder, Location location, Value scores,
                     Value labels);
};

llvm::LogicalResult AppendLossPass::Check(FuncOp forward) {
  for (const Role role :
       {Role::kX, Role::kSamples, Role::kSeed, Role::kIteration}) {
    if (nn::FindArguments(forward, role).size() == 1) continue;
    return forward.emitError()
           << "needs one argument of nn.role \"" << nn::ToString(role) << '"';
  }
  const SmallVector<StepResult> outputs = GetResultsOf(forward, Role::kOutput);
  const auto type = outputs.size() == 1
                        ? llvm::dyn_cast<mlir::RankedTensorType>(
                              outputs.front().value.getType())
                        : mlir::RankedTensorType();
  if (!type || type.getRank() != 2) {
    return forward.emitError("needs one result of shape [batch, classes]");
  }
  const bool has_softmax =
      outputs.front().value.getDefiningOp<nn::SoftmaxOp>() != nullptr;
  if (NeedsSoftmax(loss) && !has_softmax) {
    return forward.emitError(
        "ends in no nn.softmax, so cross-entropy needs from-logits");
  }
  for (const std::string& name : metrics) {
    const MetricType* type = FindMetric(name);
    if (type == nullptr) return forward.emitError("no metric is ") << name;
    if (NeedsSoftmax(type->reads_as.value_or(loss)) && !has_softmax) {
      return forward.emitError("ends in no nn.softmax, which is needed for ")
             << name;
    }
  }
  return llvm::success();
}

Value AppendLossPass::ScoresOf(Value output, Loss kind) const {
  if (!NeedsSoftmax(kind)) return output;
  return output.getDefiningOp<nn::SoftmaxOp>().getX();
}

void AppendLossPass::AppendMetrics(FuncOp step) {
  const Value output = GetResultsOf(step, Role::kOutput).front().value;
  const Value labels = nn::FindArgument(step, Role::kY);
  const Value samples = nn::FindArgument(step, Role::kSamples);
  OpBuilder builder(GetReturn(step));
  const Location location = output.getLoc();

  SmallVector<StepResult> results;
  const Location at_loss = Rename(location, "loss");
  const Value losses =
      CreateLosses(builder, at_loss, ScoresOf(output, loss), labels);
  Value total = builder.create<nn::SampleMeanOp>(at_loss, losses, samples);
  for (const StepResult& penalty : GetResultsOf(step, Role::kPenalty))
    total = builder.create<nn::AddOp>(at_loss, total, penalty.value);
  results.push_back({total, Role::kLoss});
  for (const std::string& name : metrics) {
    const Location at = Rename(location, name);
    const MetricType& type = *FindMetric(name);
    const Value measured = type.measure(
        builder, at, ScoresOf(output, type.reads_as.value_or(loss)), labels);
    results.push_back({builder.create<nn::SampleSumOp>(at, measured, samples),
                       Role::kMetric, type.name});
  }
  results.append(GetResultsOf(step, Role::kState));
  SetResults(step, results);
  EraseDeadOps(step);
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
