// Gradients of what makes one number of a batch's. The ops of the losses
// themselves are alike and written by nn_loss_ops.td.
#include "compiler/ir/nn_dialect.h"

namespace sinter::nn {

using llvm::ArrayRef;
using llvm::SmallVector;
using mlir::OpBuilder;
using mlir::Value;
using mlir::ValueRange;

SmallVector<Value> SampleMeanOp::buildGradients(OpBuilder& builder,
                                                ValueRange result_gradients,
                                                ArrayRef<bool>) {
  return {builder.create<SampleMeanGradOp>(getLoc(), getX().getType(),
                                           result_gradients[0], getSamples(),
                                           getWeightAttr()),
          Value()};
}

}  // namespace sinter::nn
