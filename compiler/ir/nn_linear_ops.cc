// Shapes, folds and gradients of the linear ops, an op after the other.
#include <cmath>

#include "compiler/ir/nn_dialect.h"

namespace sinter::nn {

using llvm::ArrayRef;
using llvm::failure;
using llvm::LogicalResult;
using llvm::SmallVector;
using llvm::SmallVectorImpl;
using llvm::success;
using mlir::Location;
using mlir::MLIRContext;
using mlir::OpBuilder;
using mlir::OpFoldResult;
using mlir::RankedTensorType;
using mlir::Type;
using mlir::Value;
using mlir::ValueRange;

namespace {

RankedTensorType TensorType(Value value) {
  return llvm::cast<RankedTensorType>(value.getType());
}

RankedTensorType Float32Tensor(MLIRContext* context, ArrayRef<int64_t> shape) {
  return RankedTensorType::get(shape, mlir::Float32Type::get(context));
}

}  // namespace

// cast: dx = dy, for a float32 x.

LogicalResult CastOp::inferReturnTypes(MLIRContext* context,
                                       std::optional<Location>, Adaptor adaptor,
                                       SmallVectorImpl<Type>& types) {
  types.push_back(
      Float32Tensor(context, TensorType(adaptor.getX()).getShape()));
  return success();
}

OpFoldResult CastOp::fold(FoldAdaptor) {
  return getX().getType() == getType() ? getX() : Value();
}

SmallVector<Value> CastOp::buildGradients(OpBuilder&,
                                          ValueRange result_gradients,
                                          ArrayRef<bool> needed) {
  return {needed[0] ? result_gradients[0] : Value()};
}

// rescale: dx = scale dy.

OpFoldResult RescaleOp::fold(FoldAdaptor) {
  const bool identity = static_cast<float>(getScale()) == 1.0f &&
                        static_cast<float>(getOffset()) == 0.0f;
  return identity ? getX() : Value();
}

SmallVector<Value> RescaleOp::buildGradients(OpBuilder& builder,
                                             ValueRange result_gradients,
                                             ArrayRef<bool> needed) {
  if (!needed[0]) return {Value()};
  return {builder.create<RescaleOp>(getLoc(), result_gradients[0], getScale(),
                                    /*offset=*/0.0)};
}

// reshape: dx = dy in x's shape.

LogicalResult ReshapeOp::verify() {
  const RankedTensorType from = TensorType(getX());
  const RankedTensorType to = TensorType(getY());
  if (from.getElementType() != to.getElementType()) {
    return emitOpError() << "cannot change the element type from "
                         << from.getElementType() << " to "
                         << to.getElementType();
  }
  if (from.getNumElements() != to.getNumElements()) {
    return emitOpError() << "cannot change the number of elements from "
                         << from.getNumElements() << " to "
                         << to.getNumElements();
  }
  const bool batch_is_kept = from.getRank() > 0 && to.getRank() > 0 &&
                             from.getDimSize(0) == to.getDimSize(0);
  if (!batch_is_kept) return emitOpError("must keep dimension 0, the batch");
  return success();
}

OpFoldResult ReshapeOp::fold(FoldAdaptor) {
  if (getX().getType() == getType()) return getX();
  auto inner = getX().getDefiningOp<ReshapeOp>();
  if (!inner) return {};
  getXMutable().assign(inner.getX());
  return getResult();
}

SmallVector<Value> ReshapeOp::buildGradients(OpBuilder& builder,
                                             ValueRange result_gradients,
                                             ArrayRef<bool> needed) {
  if (!needed[0]) return {Value()};
  return {builder.create<ReshapeOp>(getLoc(), getX().getType(),
                                    result_gradients[0])};
}

// matmul, c = A b: dA = dc B^T and dB = A^T dc, each transposed where its
// operand is.

LogicalResult MatmulOp::inferReturnTypes(MLIRContext* context,
                                         std::optional<Location> location,
                                         Adaptor adaptor,
                                         SmallVectorImpl<Type>& types) {
  const RankedTensorType a = TensorType(adaptor.getA());
  const RankedTensorType b = TensorType(adaptor.getB());
  if (a.getRank() != 2 || b.getRank() != 2) return failure();
  const bool transpose_a = adaptor.getTransposeA();
  const bool transpose_b = adaptor.getTransposeB();
  const int64_t inner_a = a.getDimSize(transpose_a ? 0 : 1);
  const int64_t inner_b = b.getDimSize(transpose_b ? 1 : 0);
  if (inner_a != inner_b) {
    return mlir::emitOptionalError(location, "sums over ", inner_a,
                                   " columns of a but ", inner_b, " rows of b");
  }
  types.push_back(Float32Tensor(context, {a.getDimSize(transpose_a ? 1 : 0),
                                          b.getDimSize(transpose_b ? 0 : 1)}));
  return success();
}

// The input gradient comes before the weight gradient: the optimizer may be
// fused into the latter and overwrite the weight that the former reads.
SmallVector<Value> MatmulOp::buildGradients(OpBuilder& builder,
                                            ValueRange result_gradients,
                                            ArrayRef<bool> needed) {
  const Value dc = result_gradients[0];
  const bool transpose_a = getTransposeA();
  const bool transpose_b = getTransposeB();
  SmallVector<Value> gradients(2);
  if (needed[0]) {
    gradients[0] = transpose_a ? builder.create<MatmulOp>(getLoc(), getB(), dc,
                                                          transpose_b, true)
                               : builder.create<MatmulOp>(getLoc(), dc, getB(),
                                                          false, !transpose_b);
  }
  if (needed[1]) {
    gradients[1] = transpose_b ? builder.create<MatmulOp>(getLoc(), dc, getA(),
                                                          true, transpose_a)
                               : builder.create<MatmulOp>(getLoc(), getA(), dc,
                                                          !transpose_a, false);
  }
  return gradients;
}

// bias_add: dx = dy, dbias = the sum of dy's rows.

LogicalResult BiasAddOp::verify() {
  const int64_t columns = TensorType(getX()).getShape().back();
  const int64_t length = TensorType(getBias()).getDimSize(0);
  if (columns == length) return success();
  return emitOpError() << "adds a bias of " << length << " elements to "
                       << columns << " columns";
}

SmallVector<Value> BiasAddOp::buildGradients(OpBuilder& builder,
                                             ValueRange result_gradients,
                                             ArrayRef<bool> needed) {
  SmallVector<Value> gradients(2);
  if (needed[0]) gradients[0] = result_gradients[0];
  if (needed[1]) {
    gradients[1] = builder.create<ReduceSumOp>(getLoc(), result_gradients[0]);
  }
  return gradients;
}

// add: da = db = dy.

SmallVector<Value> AddOp::buildGradients(OpBuilder&,
                                         ValueRange result_gradients,
                                         ArrayRef<bool> needed) {
  SmallVector<Value> gradients(2);
  if (needed[0]) gradients[0] = result_gradients[0];
  if (needed[1]) gradients[1] = result_gradients[0];
  return gradients;
}

// multiply: da = dy b, db = dy a.

SmallVector<Value> MultiplyOp::buildGradients(OpBuilder& builder,
                                              ValueRange result_gradients,
                                              ArrayRef<bool> needed) {
  const Value dy = result_gradients[0];
  SmallVector<Value> gradients(2);
  if (needed[0])
    gradients[0] = builder.create<MultiplyOp>(getLoc(), dy, getB());
  if (needed[1])
    gradients[1] = builder.create<MultiplyOp>(getLoc(), dy, getA());
  return gradients;
}

// reduce_sum: every row of dx is dy.

LogicalResult ReduceSumOp::inferReturnTypes(MLIRContext* context,
                                            std::optional<Location>,
                                            Adaptor adaptor,
                                            SmallVectorImpl<Type>& types) {
  const RankedTensorType x = TensorType(adaptor.getX());
  if (x.getRank() < 2) return failure();
  types.push_back(Float32Tensor(context, {x.getShape().back()}));
  return success();
}

SmallVector<Value> ReduceSumOp::buildGradients(OpBuilder& builder,
                                               ValueRange result_gradients,
                                               ArrayRef<bool> needed) {
  if (!needed[0]) return {Value()};
  return {builder.create<BroadcastOp>(getLoc(), getX().getType(),
                                      result_gradients[0])};
}

// broadcast: dx is the sum of dy's rows.

LogicalResult BroadcastOp::verify() {
  const int64_t length = TensorType(getX()).getDimSize(0);
  const int64_t columns = TensorType(getY()).getShape().back();
  if (columns == length) return success();
  return emitOpError() << "makes rows of " << columns << " elements from "
                       << length;
}

SmallVector<Value> BroadcastOp::buildGradients(OpBuilder& builder,
                                               ValueRange result_gradients,
                                               ArrayRef<bool> needed) {
  if (!needed[0]) return {Value()};
  return {builder.create<ReduceSumOp>(getLoc(), result_gradients[0])};
}

// dropout: dx is dy through the same mask.

LogicalResult DropoutOp::verify() {
  if (getRate() >= 0.0 && getRate() < 1.0) return success();
  return emitOpError() << "needs 0 <= rate < 1, not " << getRate();
}

OpFoldResult DropoutOp::fold(FoldAdaptor) {
  return getRate() == 0.0 ? getX() : Value();
}

SmallVector<Value> DropoutOp::buildGradients(OpBuilder& builder,
                                             ValueRange result_gradients,
                                             ArrayRef<bool> needed) {
  SmallVector<Value> gradients(3);
  if (needed[0]) {
    gradients[0] =
        builder.create<DropoutOp>(getLoc(), result_gradients[0], getSeed(),
                                  getIteration(), getRate(), getStream());
  }
  return gradients;
}

// gaussian_noise: dx = dy.

LogicalResult GaussianNoiseOp::verify() {
  if (getStddev() >= 0.0 && std::isfinite(getStddev())) return success();
  return emitOpError() << "needs stddev >= 0, not " << getStddev();
}

OpFoldResult GaussianNoiseOp::fold(FoldAdaptor) {
  return getStddev() == 0.0 ? getX() : Value();
}

SmallVector<Value> GaussianNoiseOp::buildGradients(OpBuilder&,
                                                   ValueRange result_gradients,
                                                   ArrayRef<bool> needed) {
  return {needed[0] ? result_gradients[0] : Value(), Value(), Value()};
}

}  // namespace sinter::nn
