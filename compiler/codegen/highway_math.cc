#include "compiler/codegen/highway_math.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/Matchers.h"

namespace sinter {
namespace {

struct MathFunction {
  bool (*is_needed_by)(mlir::Operation* op);
  llvm::StringLiteral text;
};

template <typename Op>
bool IsOp(mlir::Operation* op) {
  return mlir::isa<Op>(op);
}

template <typename Op>
bool IsBoundOp(mlir::Operation* op) {
  return mlir::isa<Op>(op) && IsBound(op);
}

template <typename Op>
bool IsOfTwoValues(mlir::Operation* op) {
  return mlir::isa<Op>(op) && !IsBound(op);
}

template <mlir::vector::CombiningKind kKind>
bool IsReduction(mlir::Operation* op) {
  auto reduction = mlir::dyn_cast<mlir::vector::ReductionOp>(op);
  return reduction && reduction.getKind() == kKind;
}

bool NeedsMaximum(mlir::Operation* op) {
  return IsOfTwoValues<mlir::arith::MaximumFOp>(op) ||
         IsReduction<mlir::vector::CombiningKind::MAXIMUMF>(op);
}

bool NeedsMinimum(mlir::Operation* op) {
  return IsOfTwoValues<mlir::arith::MinimumFOp>(op) ||
         IsReduction<mlir::vector::CombiningKind::MINIMUMF>(op);
}

constexpr MathFunction kFunctions[] = {
    {IsBoundOp<mlir::arith::MaximumFOp>,
     R"(// max(x, bound); NaN stays NaN.
template <class V>
HWY_INLINE V AtLeast(V x, V bound) {
  return hn::IfThenElse(hn::Le(x, bound), bound, x);
}

)"},
    {IsBoundOp<mlir::arith::MinimumFOp>,
     R"(// min(x, bound); NaN stays NaN.
template <class V>
HWY_INLINE V AtMost(V x, V bound) {
  return hn::IfThenElse(hn::Gt(x, bound), bound, x);
}

)"},
    {NeedsMaximum,
     R"(// max(a, b), NaN if one of them is NaN.
template <class V>
HWY_INLINE V Maximum(V a, V b) {
  return hn::IfThenElse(hn::Or(hn::IsNaN(a), hn::Ge(a, b)), a, b);
}

)"},
    {IsReduction<mlir::vector::CombiningKind::MAXIMUMF>,
     R"(// The maximum of the lanes in all of them, NaN if one is NaN.
template <class D, class V = hn::Vec<D>>
HWY_INLINE V MaximumOfLanes(D d, V v) {
  if (!hn::AllFalse(d, hn::IsNaN(v)))
    return hn::Set(d, std::numeric_limits<float>::quiet_NaN());
  return hn::MaxOfLanes(d, v);
}

)"},
    {NeedsMinimum,
     R"(// min(a, b), NaN if one of them is NaN.
template <class V>
HWY_INLINE V Minimum(V a, V b) {
  return hn::IfThenElse(hn::Or(hn::IsNaN(a), hn::Le(a, b)), a, b);
}

)"},
    {IsReduction<mlir::vector::CombiningKind::MINIMUMF>,
     R"(// The minimum of the lanes in all of them, NaN if one is NaN.
template <class D, class V = hn::Vec<D>>
HWY_INLINE V MinimumOfLanes(D d, V v) {
  if (!hn::AllFalse(d, hn::IsNaN(v)))
    return hn::Set(d, std::numeric_limits<float>::quiet_NaN());
  return hn::MinOfLanes(d, v);
}

)"},
    {IsOp<mlir::math::ExpOp>,
     R"(// exp(x) of an x up to 88, or NaN, of which hn::Exp makes 0.
template <class D, class V = hn::Vec<D>>
HWY_INLINE V ExpOrNan(D d, V x) {
  return hn::IfThenElse(hn::IsNaN(x), x, hn::Exp(d, x));
}

)"},
    {IsOp<mlir::math::LogOp>,
     R"(// log(x) of a positive x, infinity or NaN; of those two hn::Log makes numbers.
template <class D, class V = hn::Vec<D>>
HWY_INLINE V LogOrNan(D d, V x) {
  const auto infinity = hn::Set(d, std::numeric_limits<float>::infinity());
  return hn::IfThenElse(hn::Lt(x, infinity), hn::Log(d, x), x);
}

)"},
    // Same argument range and coefficients as Eigen's and XLA's float erf.
    {IsOp<mlir::math::ErfOp>,
     R"(// erf(x) by a rational function of x on [-4, 4]; it is 1 in float32 beyond.
// Coefficients: Eigen's (generic_fast_erf), error at most a few ulp.
template <class D, class V = hn::Vec<D>>
HWY_INLINE V Erf(D d, V x) {
  const V x2 = hn::Mul(x, x);
  V p = hn::Set(d, -2.72614225801306e-10f);
  p = hn::MulAdd(p, x2, hn::Set(d, 2.77068142495902e-08f));
  p = hn::MulAdd(p, x2, hn::Set(d, -2.10102402082508e-06f));
  p = hn::MulAdd(p, x2, hn::Set(d, -5.69250639462346e-05f));
  p = hn::MulAdd(p, x2, hn::Set(d, -7.34990630326855e-04f));
  p = hn::MulAdd(p, x2, hn::Set(d, -2.95459980854025e-03f));
  p = hn::MulAdd(p, x2, hn::Set(d, -1.60960333262415e-02f));
  V q = hn::Set(d, -1.45660718464996e-05f);
  q = hn::MulAdd(q, x2, hn::Set(d, -2.13374055278905e-04f));
  q = hn::MulAdd(q, x2, hn::Set(d, -1.68282697438203e-03f));
  q = hn::MulAdd(q, x2, hn::Set(d, -7.37332916720468e-03f));
  q = hn::MulAdd(q, x2, hn::Set(d, -1.42647390514189e-02f));
  const auto beyond = hn::Ge(hn::Abs(x), hn::Set(d, 4.0f));
  const V one = hn::CopySign(hn::Set(d, 1.0f), x);
  return hn::IfThenElse(beyond, one, hn::Div(hn::Mul(x, p), q));
}

)"},
};

}  // namespace

bool IsBound(mlir::Operation* op) {
  llvm::APFloat bound(0.0f);
  if (!mlir::isa<mlir::arith::MaximumFOp, mlir::arith::MinimumFOp>(op) ||
      !mlir::matchPattern(op->getOperand(1), mlir::m_ConstantFloat(&bound)))
    return false;
  // A zero bound is +0, so that one comparison orders -0 and +0 rightly, too.
  return !bound.isNaN() && !bound.isNegZero();
}

void EmitMathFunctions(CodeWriter& writer, mlir::ModuleOp module) {
  for (const MathFunction& function : kFunctions) {
    const bool needed = module
                            .walk([&](mlir::Operation* op) {
                              return function.is_needed_by(op)
                                         ? mlir::WalkResult::interrupt()
                                         : mlir::WalkResult::advance();
                            })
                            .wasInterrupted();
    if (needed) writer.Append(function.text);
  }
}

}  // namespace sinter
