// Shapes and gradients of the ops that move pixels.
#include "compiler/ir/nn_dialect.h"
#include "compiler/ir/random_warp.h"

namespace sinter::nn {

using llvm::ArrayRef;
using llvm::LogicalResult;
using llvm::SmallVector;
using mlir::OpBuilder;
using mlir::Value;
using mlir::ValueRange;

LogicalResult RandomWarpOp::verify() {
  if (llvm::cast<mlir::RankedTensorType>(getX().getType()).getRank() != 4)
    return emitOpError() << "needs images, not " << getX().getType();
  return VerifyRandomWarp(*this);
}

// dx is dy, each element given to those that it came from.
SmallVector<Value> RandomWarpOp::buildGradients(OpBuilder& builder,
                                                ValueRange result_gradients,
                                                ArrayRef<bool> needed) {
  if (!needed[0]) return {Value(), Value(), Value()};
  auto gradient = builder.create<RandomWarpOp>(
      getLoc(), mlir::TypeRange{getX().getType()},
      ValueRange{result_gradients[0], getSeed(), getIteration()},
      (*this)->getAttrs());
  gradient.setTransposed(!getTransposed());
  // What is added to y has no part in it.
  gradient.setFillValueAttr(builder.getF64FloatAttr(0.0));
  return {gradient.getY(), Value(), Value()};
}

}  // namespace sinter::nn
