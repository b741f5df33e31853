// limit-gradients: Keras' clipnorm, global_clipnorm and clipvalue, between the
// gradients and the optimizer.
#include "compiler/ir/nn_roles.h"
#include "compiler/training/passes.h"
#include "compiler/training/step_function.h"
#include "mlir/IR/Builders.h"

namespace sinter {

#define GEN_PASS_DEF_LIMITGRADIENTS
#include "compiler/training/passes.h.inc"

namespace {

using llvm::SmallVector;
using mlir::Location;
using mlir::OpBuilder;
using mlir::Value;
using mlir::func::FuncOp;
using nn::Role;

class LimitGradientsPass : public impl::LimitGradientsBase<LimitGradientsPass> {
 public:
  using LimitGradientsBase::LimitGradientsBase;

  void runOnOperation() override {
    mlir::FailureOr<FuncOp> step = FindFunction(getOperation(), nn::kTrainStep);
    if (failed(step)) return signalPassFailure();
    SmallVector<StepResult> results = GetResults(*step);
    SmallVector<Value*> gradients;
    for (StepResult& result : results)
      if (result.role == Role::kGradient) gradients.push_back(&result.value);
    if (gradients.empty()) return;
    OpBuilder builder(GetReturn(*step));
    if (clipvalue > 0.0) ClipValues(builder, gradients);
    if (clipnorm > 0.0) ClipNorms(builder, gradients);
    if (global_clipnorm > 0.0)
      ClipGlobalNorm(builder, step->getLoc(), gradients);
    SetResults(*step, results);
  }

 private:
  void ClipValues(OpBuilder& builder, llvm::ArrayRef<Value*> gradients) const {
    for (Value* gradient : gradients)
      *gradient = builder.create<nn::ClipOp>(gradient->getLoc(), *gradient,
                                             double{clipvalue});
  }

  void ClipNorms(OpBuilder& builder, llvm::ArrayRef<Value*> gradients) const {
    for (Value* gradient : gradients) {
      const Location location = gradient->getLoc();
      const Value squares =
          builder.create<nn::SumOfSquaresOp>(location, *gradient);
      const Value factor = builder.create<nn::LimitNormOp>(
          location, squares, double{clipnorm}, /*finite=*/false);
      *gradient = builder.create<nn::TimesOp>(location, *gradient, factor);
    }
  }

  void ClipGlobalNorm(OpBuilder& builder, Location location,
                      llvm::ArrayRef<Value*> gradients) const {
    Value total;
    for (Value* gradient : gradients) {
      const Value squares =
          builder.create<nn::SumOfSquaresOp>(gradient->getLoc(), *gradient);
      total = total ? builder.create<nn::AddOp>(location, total, squares).getY()
                    : squares;
    }
    const Value factor = builder.create<nn::LimitNormOp>(
        location, total, double{global_clipnorm}, /*finite=*/true);
    for (Value* gradient : gradients)
      *gradient =
          builder.create<nn::TimesOp>(gradient->getLoc(), *gradient, factor);
  }
};

}  // namespace
}  // namespace sinter
