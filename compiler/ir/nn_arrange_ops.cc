// Shapes and gradients of the ops that only put elements elsewhere.
#include "compiler/ir/nn_dialect.h"
#include "llvm/ADT/STLExtras.h"

namespace sinter::nn {

using llvm::ArrayRef;
using llvm::failure;
using llvm::LogicalResult;
using llvm::SmallVector;
using llvm::success;
using mlir::OpBuilder;
using mlir::Operation;
using mlir::RankedTensorType;
using mlir::Value;
using mlir::ValueRange;

namespace {

RankedTensorType TensorType(Value value) {
  return llvm::cast<RankedTensorType>(value.getType());
}

// Of the last dimension.
int64_t LastSize(Value value) { return TensorType(value).getShape().back(); }

bool AreEqualButForLast(RankedTensorType a, RankedTensorType b) {
  return a.getShape().drop_back() == b.getShape().drop_back();
}

// `part` lies in `whole` from `from` on.
LogicalResult VerifyPart(Operation* op, RankedTensorType part,
                         RankedTensorType whole, uint64_t from) {
  if (!AreEqualButForLast(part, whole)) {
    return op->emitOpError() << "cannot have " << part << " in " << whole;
  }
  const auto size = static_cast<uint64_t>(part.getShape().back());
  const auto sizes = static_cast<uint64_t>(whole.getShape().back());
  if (from <= sizes && size <= sizes - from) return success();
  return op->emitOpError() << "has elements " << from << " to " << from + size
                           << " of " << sizes;
}

}  // namespace

// concat: each x gets its part of dy.

LogicalResult ConcatOp::verify() {
  int64_t columns = 0;
  for (const Value x : getXs()) {
    if (!AreEqualButForLast(TensorType(x), getY().getType())) {
      return emitOpError() << "cannot put " << x.getType() << " into "
                           << getY().getType();
    }
    columns += LastSize(x);
  }
  if (columns == LastSize(getY())) return success();
  return emitOpError() << "has " << columns << " elements side by side, not "
                       << LastSize(getY());
}

SmallVector<Value> ConcatOp::buildGradients(OpBuilder& builder,
                                            ValueRange result_gradients,
                                            ArrayRef<bool> needed) {
  SmallVector<Value> gradients;
  int64_t from = 0;
  for (const auto& [x, is_needed] : llvm::zip_equal(getXs(), needed)) {
    gradients.push_back(is_needed
                            ? builder
                                  .create<SliceOp>(getLoc(), x.getType(),
                                                   result_gradients[0], from)
                                  .getY()
                            : nullptr);
    from += LastSize(x);
  }
  return gradients;
}

// slice and embed: each is the gradient of the other.

LogicalResult SliceOp::verify() {
  return VerifyPart(*this, getY().getType(), getX().getType(), getFrom());
}

LogicalResult EmbedOp::verify() {
  return VerifyPart(*this, getX().getType(), getY().getType(), getFrom());
}

SmallVector<Value> SliceOp::buildGradients(OpBuilder& builder,
                                           ValueRange result_gradients,
                                           ArrayRef<bool> needed) {
  if (!needed[0]) return {Value()};
  return {builder.create<EmbedOp>(getLoc(), getX().getType(),
                                  result_gradients[0], getFrom())};
}

SmallVector<Value> EmbedOp::buildGradients(OpBuilder& builder,
                                           ValueRange result_gradients,
                                           ArrayRef<bool> needed) {
  if (!needed[0]) return {Value()};
  return {builder.create<SliceOp>(getLoc(), getX().getType(),
                                  result_gradients[0], getFrom())};
}

// permute: dx is dy in the order that undoes it.

LogicalResult PermuteOp::verify() {
  const ArrayRef<int64_t> from = getX().getType().getShape();
  const ArrayRef<int64_t> to = getY().getType().getShape();
  SmallVector<int64_t> sorted(getDims());
  llvm::sort(sorted);
  if (!llvm::equal(sorted, llvm::seq<int64_t>(0, from.size()))) {
    return emitOpError() << "needs each dimension of " << getX().getType()
                         << " once";
  }
  if (getDims().front() != 0) return emitOpError("keeps the batch first");
  const auto permuted =
      llvm::map_range(getDims(), [&](int64_t dim) { return from[dim]; });
  if (llvm::equal(permuted, to)) return success();
  return emitOpError() << "does not make " << getY().getType() << " of "
                       << getX().getType();
}

SmallVector<Value> PermuteOp::buildGradients(OpBuilder& builder,
                                             ValueRange result_gradients,
                                             ArrayRef<bool> needed) {
  if (!needed[0]) return {Value()};
  SmallVector<int64_t> inverse(getDims().size());
  for (const auto& [i, dim] : llvm::enumerate(getDims())) inverse[dim] = i;
  return {builder.create<PermuteOp>(getLoc(), getX().getType(),
                                    result_gradients[0], inverse)};
}

}  // namespace sinter::nn
