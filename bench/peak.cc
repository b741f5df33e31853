#include "bench/peak.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "bench/peak.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
// foreach_target.h comes first.
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace sinter::bench::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// Twelve chains: more than latency times units (4 x 2) needs, and they fit 16
// registers beside the two factors.
uint64_t PeakLoop(uint64_t iterations) {
  const hn::CappedTag<float, 16> d;
  const auto factor = hn::Set(d, 0.999999f);
  const auto term = hn::Set(d, 1e-6f);
  // Different starts, or the compiler sees that all chains are one.
  auto c0 = hn::Set(d, 1.0f);
  auto c1 = hn::Set(d, 2.0f);
  auto c2 = hn::Set(d, 3.0f);
  auto c3 = hn::Set(d, 4.0f);
  auto c4 = hn::Set(d, 5.0f);
  auto c5 = hn::Set(d, 6.0f);
  auto c6 = hn::Set(d, 7.0f);
  auto c7 = hn::Set(d, 8.0f);
  auto c8 = hn::Set(d, 9.0f);
  auto c9 = hn::Set(d, 10.0f);
  auto c10 = hn::Set(d, 11.0f);
  auto c11 = hn::Set(d, 12.0f);
  for (uint64_t i = 0; i < iterations; ++i) {
    c0 = hn::MulAdd(c0, factor, term);
    c1 = hn::MulAdd(c1, factor, term);
    c2 = hn::MulAdd(c2, factor, term);
    c3 = hn::MulAdd(c3, factor, term);
    c4 = hn::MulAdd(c4, factor, term);
    c5 = hn::MulAdd(c5, factor, term);
    c6 = hn::MulAdd(c6, factor, term);
    c7 = hn::MulAdd(c7, factor, term);
    c8 = hn::MulAdd(c8, factor, term);
    c9 = hn::MulAdd(c9, factor, term);
    c10 = hn::MulAdd(c10, factor, term);
    c11 = hn::MulAdd(c11, factor, term);
  }
  const auto sum =
      hn::Add(hn::Add(hn::Add(c0, c1), hn::Add(c2, c3)),
              hn::Add(hn::Add(hn::Add(c4, c5), hn::Add(c6, c7)),
                      hn::Add(hn::Add(c8, c9), hn::Add(c10, c11))));
  // The result must be used, or the loop is removed.
  volatile float sink = hn::GetLane(hn::SumOfLanes(d, sum));
  static_cast<void>(sink);
  return iterations * 12 * 2 * hn::Lanes(d);
}

// Root and quotient are of different vectors: a processor may have both under
// way.
uint64_t DividerLoop(uint64_t iterations) {
  const hn::CappedTag<float, 16> d;
  const auto numerator = hn::Set(d, 1.5f);
  auto q0 = hn::Set(d, 1.0f);
  auto q1 = hn::Set(d, 2.0f);
  auto q2 = hn::Set(d, 3.0f);
  auto q3 = hn::Set(d, 4.0f);
  auto r0 = hn::Set(d, 5.0f);
  auto r1 = hn::Set(d, 6.0f);
  auto r2 = hn::Set(d, 7.0f);
  auto r3 = hn::Set(d, 8.0f);
  for (uint64_t i = 0; i < iterations; ++i) {
    q0 = hn::Div(numerator, q0);
    r0 = hn::Sqrt(r0);
    q1 = hn::Div(numerator, q1);
    r1 = hn::Sqrt(r1);
    q2 = hn::Div(numerator, q2);
    r2 = hn::Sqrt(r2);
    q3 = hn::Div(numerator, q3);
    r3 = hn::Sqrt(r3);
  }
  const auto sum = hn::Add(hn::Add(hn::Add(q0, q1), hn::Add(q2, q3)),
                           hn::Add(hn::Add(r0, r1), hn::Add(r2, r3)));
  volatile float sink = hn::GetLane(hn::SumOfLanes(d, sum));
  static_cast<void>(sink);
  return iterations * 4 * hn::Lanes(d);
}

const char* TargetName() { return hwy::TargetName(HWY_TARGET); }

}  // namespace sinter::bench::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sinter::bench {

HWY_EXPORT(PeakLoop);
HWY_EXPORT(DividerLoop);
HWY_EXPORT(TargetName);

uint64_t RunPeakLoop(uint64_t iterations) {
  return HWY_DYNAMIC_DISPATCH(PeakLoop)(iterations);
}

uint64_t RunDividerLoop(uint64_t iterations) {
  return HWY_DYNAMIC_DISPATCH(DividerLoop)(iterations);
}

const char* PeakTarget() { return HWY_DYNAMIC_DISPATCH(TargetName)(); }

}  // namespace sinter::bench
#endif  // HWY_ONCE
