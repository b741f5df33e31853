// Gradients of the ops of two elements.
#include "compiler/ir/nn_dialect.h"

namespace sinter::nn {

using llvm::ArrayRef;
using llvm::SmallVector;
using mlir::OpBuilder;
using mlir::Value;
using mlir::ValueRange;

namespace {

// dy for an op's first operand where greater >= less, for its second one
// elsewhere.
SmallVector<Value> PassOn(OpBuilder& builder, mlir::Location location, Value dy,
                          Value greater, Value less, ArrayRef<bool> needed) {
  SmallVector<Value> gradients(2);
  if (needed[0]) {
    gradients[0] = builder.create<WhereGreaterOp>(location, dy, greater, less,
                                                  /*or_equal=*/true);
  }
  if (needed[1]) {
    gradients[1] = builder.create<WhereGreaterOp>(location, dy, less, greater,
                                                  /*or_equal=*/false);
  }
  return gradients;
}

}  // namespace

// divide: da = dy / b and db = -dy y / b.

SmallVector<Value> DivideOp::buildGradients(OpBuilder& builder,
                                            ValueRange result_gradients,
                                            ArrayRef<bool> needed) {
  SmallVector<Value> gradients(2);
  if (!needed[0] && !needed[1]) return gradients;
  const Value da =
      builder.create<DivideOp>(getLoc(), result_gradients[0], getB());
  if (needed[0]) gradients[0] = da;
  if (needed[1]) {
    const Value product = builder.create<MultiplyOp>(getLoc(), da, getY());
    gradients[1] = builder.create<RescaleOp>(getLoc(), product, /*scale=*/-1.0,
                                             /*offset=*/0.0);
  }
  return gradients;
}

// maximum and minimum: dy goes to the one that is y.

SmallVector<Value> MaximumOp::buildGradients(OpBuilder& builder,
                                             ValueRange result_gradients,
                                             ArrayRef<bool> needed) {
  return PassOn(builder, getLoc(), result_gradients[0], getA(), getB(), needed);
}

SmallVector<Value> MinimumOp::buildGradients(OpBuilder& builder,
                                             ValueRange result_gradients,
                                             ArrayRef<bool> needed) {
  return PassOn(builder, getLoc(), result_gradients[0], getB(), getA(), needed);
}

}  // namespace sinter::nn
