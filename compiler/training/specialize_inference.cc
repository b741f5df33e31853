// specialize-inference: @predict_one, @predict for a batch of one sample.
#include "compiler/ir/nn_roles.h"
#include "compiler/training/passes.h"
#include "compiler/training/step_function.h"

namespace sinter {

#define GEN_PASS_DEF_SPECIALIZEINFERENCE
#include "compiler/training/passes.h.inc"

namespace {

using mlir::func::FuncOp;
using nn::Role;

// Gives `value` one row in place of a batch of them.
void SetOneRow(mlir::Value value) {
  const auto type = llvm::cast<mlir::RankedTensorType>(value.getType());
  llvm::SmallVector<int64_t> shape(type.getShape());
  shape.front() = 1;
  value.setType(type.clone(shape));
}

class SpecializeInferencePass
    : public impl::SpecializeInferenceBase<SpecializeInferencePass> {
 public:
  void runOnOperation() override {
    mlir::FailureOr<FuncOp> predict =
        FindFunction(getOperation(), nn::kPredict);
    if (failed(predict)) return signalPassFailure();
    const auto x = llvm::cast<mlir::RankedTensorType>(
        nn::FindArgument(*predict, Role::kX).getType());
    if (x.getDimSize(0) == 1) return;
    FuncOp one = predict->clone();
    one.setName(nn::kPredictOne);
    getOperation().insert(std::next(predict->getOperation()->getIterator()),
                          one);
    for (const unsigned x : nn::FindArguments(one, Role::kX))
      SetOneRow(one.getArgument(x));
    for (mlir::Operation& op : one.getBody().front())
      for (mlir::Value result : op.getResults()) SetOneRow(result);
    SetResults(one, GetResults(one));
    mlir::Block& body = one.getBody().front();
    one.setType(
        mlir::FunctionType::get(one.getContext(), body.getArgumentTypes(),
                                body.getTerminator()->getOperandTypes()));
  }
};

}  // namespace
}  // namespace sinter
