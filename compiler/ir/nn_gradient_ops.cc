// Rules of penalties and of what limits gradients.
#include "compiler/ir/nn_dialect.h"

namespace sinter::nn {

using llvm::LogicalResult;
using llvm::SmallVector;
using llvm::success;
using mlir::Value;

namespace {

LogicalResult VerifyLimit(mlir::Operation* op, double limit) {
  if (static_cast<float>(limit) > 0.0f) return success();
  return op->emitOpError() << "needs float(limit) > 0, not " << limit;
}

}  // namespace

SmallVector<Value> PenaltyOp::buildGradients(mlir::OpBuilder& builder,
                                             mlir::ValueRange result_gradients,
                                             llvm::ArrayRef<bool>) {
  return {builder.create<PenaltyGradOp>(getLoc(), result_gradients[0], getW(),
                                        getL1(), getL2())};
}

LogicalResult LimitNormOp::verify() { return VerifyLimit(*this, getLimit()); }

LogicalResult ClipOp::verify() { return VerifyLimit(*this, getLimit()); }

}  // namespace sinter::nn
