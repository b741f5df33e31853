#include "compiler/fusion/lowering/term.h"

#include "compiler/ir/kernel_dialect.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/TypeUtilities.h"

namespace sinter {
namespace {

namespace arith = mlir::arith;
namespace math = mlir::math;
namespace vector = mlir::vector;

template <typename Op>
Term Unary(Term x) {
  return {x.builder(), x.builder().create<Op>(x.value())};
}

template <typename Op>
Term Binary(Term a, Term b) {
  a = a.BroadcastLike(b);
  b = b.BroadcastLike(a);
  return {a.builder(), a.builder().create<Op>(a.value(), b.value())};
}

Condition Compare(arith::CmpFPredicate predicate, Term a, Term b) {
  a = a.BroadcastLike(b);
  b = b.BroadcastLike(a);
  return {a.builder().create<arith::CmpFOp>(predicate, a.value(), b.value())};
}

Term Reduce(vector::CombiningKind kind, Term row) {
  return {row.builder(),
          row.builder().create<vector::ReductionOp>(kind, row.value())};
}

}  // namespace

bool Term::IsRow() const { return mlir::isa<mlir::VectorType>(type()); }

Term Term::Constant(double number) const {
  const mlir::FloatAttr element =
      builder_->getFloatAttr(mlir::getElementTypeOrSelf(type()), number);
  if (!IsRow())
    return {*builder_, builder_->create<arith::ConstantOp>(element)};
  return {*builder_,
          builder_->create<arith::ConstantOp>(mlir::DenseElementsAttr::get(
              mlir::cast<mlir::VectorType>(type()), element))};
}

Term Term::BroadcastLike(Term like) const {
  if (IsRow() || !like.IsRow()) return *this;
  return {*builder_,
          builder_->create<vector::BroadcastOp>(like.type(), value_)};
}

Term operator+(Term a, Term b) { return Binary<arith::AddFOp>(a, b); }
Term operator-(Term a, Term b) { return Binary<arith::SubFOp>(a, b); }
Term operator*(Term a, Term b) { return Binary<arith::MulFOp>(a, b); }
Term operator/(Term a, Term b) { return Binary<arith::DivFOp>(a, b); }
Term operator-(Term a) { return Unary<arith::NegFOp>(a); }

Condition Greater(Term a, Term b) {
  return Compare(arith::CmpFPredicate::OGT, a, b);
}

Condition Greater(Term a, double b) { return Greater(a, a.Constant(b)); }

Condition Less(Term a, double b) {
  return Compare(arith::CmpFPredicate::OLT, a, a.Constant(b));
}

Condition Equal(Term a, Term b) {
  return Compare(arith::CmpFPredicate::OEQ, a, b);
}

Term Select(Condition condition, Term a, Term b) {
  return {a.builder(), a.builder().create<arith::SelectOp>(
                           condition.value, a.value(), b.value())};
}

Term Max(Term a, Term b) { return Binary<arith::MaximumFOp>(a, b); }
Term Min(Term a, Term b) { return Binary<arith::MinimumFOp>(a, b); }
Term Abs(Term x) { return Unary<math::AbsFOp>(x); }
Term Sign(Term x) {
  return Select(Greater(x, 0.0), x.Constant(1.0),
                Select(Less(x, 0.0), x.Constant(-1.0), x * 0.0));
}
Term Exp(Term x) { return Unary<math::ExpOp>(x); }
Term Expm1(Term x) { return Unary<math::ExpM1Op>(x); }
Term Log1p(Term x) { return Unary<math::Log1pOp>(x); }
Term Log(Term x) { return Unary<math::LogOp>(x); }
Term Sqrt(Term x) { return Unary<math::SqrtOp>(x); }
Term Tanh(Term x) { return Unary<math::TanhOp>(x); }
Term Erf(Term x) { return Unary<math::ErfOp>(x); }

Term RowSum(Term row) { return Reduce(vector::CombiningKind::ADD, row); }
Term RowMax(Term row) { return Reduce(vector::CombiningKind::MAXIMUMF, row); }
Term RowMin(Term row) { return Reduce(vector::CombiningKind::MINIMUMF, row); }

Term Iota(Term row) {
  return {row.builder(), row.builder().create<kernel::IotaOp>(row.type())};
}

Term ToFloat(mlir::ImplicitLocOpBuilder& builder, mlir::Value integer) {
  return {builder,
          builder.create<arith::UIToFPOp>(builder.getF32Type(), integer)};
}

}  // namespace sinter
