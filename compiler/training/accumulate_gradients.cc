// accumulate-gradients: Keras' gradient_accumulation_steps, between the
// gradients and what limits them.
#include "compiler/ir/nn_roles.h"
#include "compiler/training/passes.h"
#include "compiler/training/step_function.h"
#include "mlir/IR/Builders.h"

namespace sinter {

#define GEN_PASS_DEF_ACCUMULATEGRADIENTS
#include "compiler/training/passes.h.inc"

namespace {

using llvm::SmallVector;
using mlir::FailureOr;
using mlir::OpBuilder;
using mlir::Value;
using mlir::func::FuncOp;
using nn::Role;

constexpr llvm::StringLiteral kAccumulator = "gradient_accumulator";

class AccumulateGradientsPass
    : public impl::AccumulateGradientsBase<AccumulateGradientsPass> {
 public:
  using AccumulateGradientsBase::AccumulateGradientsBase;

  void runOnOperation() override {
    FailureOr<FuncOp> initialize =
        FindFunction(getOperation(), nn::kInitialize);
    FailureOr<FuncOp> train = FindFunction(getOperation(), nn::kTrainStep);
    if (failed(initialize) || failed(train) || failed(Check(*train)) ||
        failed(AppendSlots(*initialize, kAccumulator))) {
      return signalPassFailure();
    }
    FuncOp accumulate = train->clone();
    accumulate.setName(nn::kAccumulateStep);
    getOperation().insert(std::next(train->getOperation()->getIterator()),
                          accumulate);
    AddToSlots(accumulate);
    TakeMeans(*train);
  }

 private:
  static llvm::LogicalResult Check(FuncOp step) {
    if (!nn::FindArgument(step, Role::kIteration))
      return step.emitError("needs an argument of nn.role \"iteration\"");
    for (const StepResult& result : GetResults(step))
      if (result.role == Role::kGradient &&
          !nn::FindArgument(step, result.name))
        return step.emitError()
               << "returns a gradient of " << result.name << ", which it lacks";
    return llvm::success();
  }

  // The sum of the gradients that `gradient` is one of.
  static Value AppendAccumulator(FuncOp step, const StepResult& gradient) {
    return AppendSlotArgument(step, nn::FindArgument(step, gradient.name),
                              kAccumulator);
  }

  // Returns the new sums in place of the gradients, before everything else.
  void AddToSlots(FuncOp step) const {
    OpBuilder builder(GetReturn(step));
    const Value iteration = nn::FindArgument(step, Role::kIteration);
    SmallVector<StepResult> sums;
    SmallVector<StepResult> others;
    for (const StepResult& result : GetResults(step)) {
      if (result.role != Role::kGradient) {
        others.push_back(result);
        continue;
      }
      const Value slot = AppendAccumulator(step, result);
      auto sum = builder.create<nn::AccumulateOp>(
          slot.getLoc(), slot, result.value, iteration, mlir::ValueRange(),
          static_cast<uint64_t>(steps));
      sums.push_back({sum.getNewWeight(), Role::kSlot,
                      SlotName(step.getContext(), result.name, kAccumulator)});
    }
    sums.append(others);
    SetResults(step, sums);
  }

  // The last of the steps leaves its sum where it is: the next one begins anew.
  void TakeMeans(FuncOp step) const {
    OpBuilder builder(GetReturn(step));
    SmallVector<StepResult> results = GetResults(step);
    for (StepResult& result : results) {
      if (result.role != Role::kGradient) continue;
      const Value slot = AppendAccumulator(step, result);
      const Value sum =
          builder.create<nn::AddOp>(slot.getLoc(), slot, result.value);
      result.value = builder.create<nn::RescaleOp>(
          slot.getLoc(), sum, 1.0 / static_cast<double>(steps), 0.0);
    }
    SetResults(step, results);
  }
};

}  // namespace
}  // namespace sinter
