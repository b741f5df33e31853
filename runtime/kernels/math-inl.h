// Functions of vectors of float32 that Highway has not, or that it has for
// numbers only: NaN goes through all of these, and infinities give their
// limits. Of two zeros, Maximum and Minimum give either.
#include <limits>

// Once for each SIMD target: Highway's way of a header for all of them.
#if defined(SINTER_RUNTIME_KERNELS_MATH_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SINTER_RUNTIME_KERNELS_MATH_INL_H_
#undef SINTER_RUNTIME_KERNELS_MATH_INL_H_
#else
#define SINTER_RUNTIME_KERNELS_MATH_INL_H_
#endif

#include "hwy/contrib/math/math-inl.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace sinter::kernels {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

inline constexpr float kInfinity = std::numeric_limits<float>::infinity();
inline constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

// max(x, bound); NaN stays NaN.
template <class V>
HWY_INLINE V AtLeast(V x, V bound) {
  return hn::IfThenElse(hn::Le(x, bound), bound, x);
}

// min(x, bound); NaN stays NaN.
template <class V>
HWY_INLINE V AtMost(V x, V bound) {
  return hn::IfThenElse(hn::Gt(x, bound), bound, x);
}

// max(a, b), NaN if one of them is NaN.
template <class V>
HWY_INLINE V Maximum(V a, V b) {
  return hn::IfThenElse(hn::Or(hn::IsNaN(a), hn::Ge(a, b)), a, b);
}

// The maximum of the lanes in all of them, NaN if one is NaN.
template <class D, class V = hn::Vec<D>>
HWY_INLINE V MaximumOfLanes(D d, V v) {
  if (!hn::AllFalse(d, hn::IsNaN(v))) return hn::Set(d, kNan);
#if HWY_TARGET == HWY_EMU128  // begins with the lowest number
  if (hn::AllTrue(d, hn::Eq(v, hn::Set(d, -kInfinity)))) return v;
#endif
  return hn::MaxOfLanes(d, v);
}

// min(a, b), NaN if one of them is NaN.
template <class V>
HWY_INLINE V Minimum(V a, V b) {
  return hn::IfThenElse(hn::Or(hn::IsNaN(a), hn::Le(a, b)), a, b);
}

// The minimum of the lanes in all of them, NaN if one is NaN.
template <class D, class V = hn::Vec<D>>
HWY_INLINE V MinimumOfLanes(D d, V v) {
  if (!hn::AllFalse(d, hn::IsNaN(v))) return hn::Set(d, kNan);
#if HWY_TARGET == HWY_EMU128  // begins with the largest number
  if (hn::AllTrue(d, hn::Eq(v, hn::Set(d, kInfinity)))) return v;
#endif
  return hn::MinOfLanes(d, v);
}

// x with zeros for NaN, which Highway's functions convert to an integer.
template <class V>
HWY_INLINE V ZeroForNan(V x) {
  return hn::IfThenZeroElse(hn::IsNaN(x), x);
}

// exp(x) of an x up to 88, or NaN, of which hn::Exp makes a number.
template <class D, class V = hn::Vec<D>>
HWY_INLINE V ExpOrNan(D d, V x) {
  return hn::IfThenElse(hn::IsNaN(x), x, hn::Exp(d, ZeroForNan(x)));
}

// exp(x) - 1 in the same way, exact near zero.
template <class D, class V = hn::Vec<D>>
HWY_INLINE V Expm1OrNan(D d, V x) {
  return hn::IfThenElse(hn::IsNaN(x), x, hn::Expm1(d, ZeroForNan(x)));
}

template <class D, class V = hn::Vec<D>>
HWY_INLINE V TanhOrNan(D d, V x) {
  return hn::IfThenElse(hn::IsNaN(x), x, hn::Tanh(d, ZeroForNan(x)));
}

// log(x) of a positive x, infinity or NaN; of those two hn::Log makes numbers.
template <class D, class V = hn::Vec<D>>
HWY_INLINE V LogOrNan(D d, V x) {
  return hn::IfThenElse(hn::Lt(x, hn::Set(d, kInfinity)), hn::Log(d, x), x);
}

// log(1 + x) in the same way, of an x above -1; exact near zero.
template <class D, class V = hn::Vec<D>>
HWY_INLINE V Log1pOrNan(D d, V x) {
  return hn::IfThenElse(hn::Lt(x, hn::Set(d, kInfinity)), hn::Log1p(d, x), x);
}

// erf(x) by a rational function of x on [-4, 4]; it is 1 in float32 beyond.
// Coefficients: Eigen's (generic_fast_erf), error at most 7 ulp.
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

}  // namespace HWY_NAMESPACE
}  // namespace sinter::kernels
HWY_AFTER_NAMESPACE();

#endif  // per target
