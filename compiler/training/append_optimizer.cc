// append-optimizer: gradients become new parameters and new optimizer state.
#include "compiler/ir/nn_roles.h"
#include "compiler/training/passes.h"
#include "compiler/training/step_function.h"
#include "mlir/IR/Builders.h"

namespace sinter {

#define GEN_PASS_DEF_APPENDOPTIMIZER
#include "compiler/training/passes.h.inc"

namespace {

using llvm::SmallVector;
using llvm::StringRef;
using mlir::FailureOr;
using mlir::OpBuilder;
using mlir::Value;
using mlir::func::FuncOp;
using nn::Role;

// One update of @train_step: what it reads and what it is called.
struct Update {
  StringRef name;  // the parameter's
  mlir::BlockArgument weight;
  Value gradient;
  SmallVector<Value> slots;
  SmallVector<StringRef> slot_names;
};

// Metrics and states.
bool IsNoGradient(const StepResult& result) {
  return result.role != Role::kGradient;
}

// The parameters of `step` with their gradients, in the order of the arguments.
FailureOr<SmallVector<Update>> FindUpdates(FuncOp step) {
  for (const Role role : {Role::kLearningRate, Role::kIteration}) {
    if (nn::FindArguments(step, role).size() == 1) continue;
    return step.emitError()
           << "needs one argument of nn.role \"" << nn::ToString(role) << '"';
  }
  const SmallVector<StepResult> results = GetResults(step);
  SmallVector<Update> updates;
  for (const unsigned i : nn::FindArguments(step, Role::kParameter)) {
    const StringRef name = nn::GetArgumentName(step, i);
    const auto* gradient = llvm::find_if(results, [&](const StepResult& known) {
      return known.role == Role::kGradient && known.name == name;
    });
    if (gradient == results.end()) {
      return step.emitError()
             << "returns no gradient of the parameter " << name;
    }
    updates.push_back({name, step.getArgument(i), gradient->value, {}, {}});
  }
  return updates;
}

class AppendOptimizerPass
    : public impl::AppendOptimizerBase<AppendOptimizerPass> {
 public:
  using AppendOptimizerBase::AppendOptimizerBase;

  void runOnOperation() override {
    FailureOr<FuncOp> initialize =
        FindFunction(getOperation(), nn::kInitialize);
    FailureOr<FuncOp> step = FindFunction(getOperation(), nn::kTrainStep);
    if (failed(initialize) || failed(step)) return signalPassFailure();
    FailureOr<SmallVector<Update>> updates = FindUpdates(*step);
    if (failed(updates) || failed(AppendSlots(*initialize, SlotKinds()))) {
      return signalPassFailure();
    }
    for (Update& update : *updates) AppendSlotArguments(*step, update);
    ReplaceGradients(*step, *updates);
  }

 private:
  // The optimizer's slots for each parameter.
  SmallVector<StringRef> SlotKinds() const;

  void AppendSlotArguments(FuncOp step, Update& update);

  // Builds the updates and returns what they compute, then metrics and states.
  void ReplaceGradients(FuncOp step, llvm::ArrayRef<Update> updates);

  nn::UpdateOpInterface CreateUpdate(OpBuilder& builder, const Update& update,
                                     Value learning_rate,
                                     Value iteration) const;
};

SmallVector<StringRef> AppendOptimizerPass::SlotKinds() const {
  switch (optimizer) {
    case OptimizerKind::kRmsprop:
      return nn::RmspropOp::SlotKinds(momentum, centered);
    case OptimizerKind::kSgd:
      return nn::SgdOp::SlotKinds(momentum);
    case OptimizerKind::kAdam:
      return nn::AdamOp::SlotKinds(amsgrad);
    case OptimizerKind::kAdamax:
      return nn::AdamaxOp::SlotKinds();
    case OptimizerKind::kAdadelta:
      return nn::AdadeltaOp::SlotKinds();
  }
  llvm_unreachable("unknown optimizer");
}

nn::UpdateOpInterface AppendOptimizerPass::CreateUpdate(OpBuilder& builder,
                                                        const Update& update,
                                                        Value learning_rate,
                                                        Value iteration) const {
  const mlir::Location location = update.weight.getLoc();
  switch (optimizer) {
    case OptimizerKind::kRmsprop:
      return builder.create<nn::RmspropOp>(
          location, update.weight, update.gradient, learning_rate, update.slots,
          rho, momentum, epsilon, centered, weight_decay);
    case OptimizerKind::kSgd:
      return builder.create<nn::SgdOp>(location, update.weight, update.gradient,
                                       learning_rate, update.slots, momentum,
                                       nesterov, weight_decay);
    case OptimizerKind::kAdam:
      return builder.create<nn::AdamOp>(
          location, update.weight, update.gradient, learning_rate, iteration,
          update.slots, beta_1, beta_2, epsilon, amsgrad, weight_decay,
          int64_t{accumulation_steps});
    case OptimizerKind::kAdamax:
      return builder.create<nn::AdamaxOp>(
          location, update.weight, update.gradient, learning_rate, iteration,
          update.slots, beta_1, beta_2, epsilon, weight_decay,
          int64_t{accumulation_steps});
    case OptimizerKind::kAdadelta:
      return builder.create<nn::AdadeltaOp>(
          location, update.weight, update.gradient, learning_rate, update.slots,
          rho, epsilon, weight_decay);
  }
  llvm_unreachable("unknown optimizer");
}

void AppendOptimizerPass::AppendSlotArguments(FuncOp step, Update& update) {
  for (const StringRef kind : SlotKinds()) {
    update.slot_names.push_back(SlotName(&getContext(), update.name, kind));
    update.slots.push_back(AppendSlotArgument(step, update.weight, kind));
  }
}

void AppendOptimizerPass::ReplaceGradients(FuncOp step,
                                           llvm::ArrayRef<Update> updates) {
  OpBuilder builder(GetReturn(step));
  const Value learning_rate = nn::FindArgument(step, Role::kLearningRate);
  const Value iteration = nn::FindArgument(step, Role::kIteration);
  SmallVector<StepResult> parameters;
  SmallVector<StepResult> slots;
  for (const Update& update : updates) {
    auto op = CreateUpdate(builder, update, learning_rate, iteration);
    parameters.push_back({op.getNewWeight(), Role::kParameter, update.name});
    for (const auto& [slot, name] :
         llvm::zip_equal(op.getNewSlots(), update.slot_names)) {
      slots.push_back({slot, Role::kSlot, name});
    }
  }
  SmallVector<StepResult> results = parameters;
  results.append(slots);
  llvm::copy_if(GetResults(step), std::back_inserter(results), IsNoGradient);
  SetResults(step, results);
}

}  // namespace
}  // namespace sinter
