// specialize-inference: @predict_one, @predict for a batch of one sample.
#include "compiler/ir/nn_roles.h"
#include "compiler/training/passes.h"
#include "compiler/training/step_function.h"
#include "llvm/ADT/DenseSet.h"

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

// The same for all that is made of a batch: what is made of parameters alone
// stays.
void SetOneRowFrom(mlir::Value batch, llvm::DenseSet<mlir::Value>& seen) {
  if (!seen.insert(batch).second) return;
  SetOneRow(batch);
  for (mlir::Operation* user : batch.getUsers())
    for (mlir::Value result : user->getResults()) SetOneRowFrom(result, seen);
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
    llvm::DenseSet<mlir::Value> seen;
    for (const unsigned x : nn::FindArguments(one, Role::kX))
      SetOneRowFrom(one.getArgument(x), seen);
    SetResults(one, GetResults(one));
    mlir::Block& body = one.getBody().front();
    one.setType(
        mlir::FunctionType::get(one.getContext(), body.getArgumentTypes(),
                                body.getTerminator()->getOperandTypes()));
  }
};

}  // namespace
}  // namespace sinter
