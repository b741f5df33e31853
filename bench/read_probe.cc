#include "bench/read_probe.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "bench/read_probe.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
// foreach_target.h comes first.
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace sinter::bench::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// The maximum is one operation a load, as cheap as a load's share of a
// multiply-add; eight chains, because its latency is four cycles and two run at
// a time.
float ReadLoop(const float* HWY_RESTRICT data, size_t count, size_t times) {
  const hn::CappedTag<float, 16> d;
  const size_t N = hn::Lanes(d);
  auto m0 = hn::Zero(d);
  auto m1 = hn::Zero(d);
  auto m2 = hn::Zero(d);
  auto m3 = hn::Zero(d);
  auto m4 = hn::Zero(d);
  auto m5 = hn::Zero(d);
  auto m6 = hn::Zero(d);
  auto m7 = hn::Zero(d);
  for (size_t time = 0; time < times; ++time) {
    for (size_t i = 0; i < count; i += 8 * N) {
      m0 = hn::Max(m0, hn::Load(d, data + i));
      m1 = hn::Max(m1, hn::Load(d, data + i + N));
      m2 = hn::Max(m2, hn::Load(d, data + i + 2 * N));
      m3 = hn::Max(m3, hn::Load(d, data + i + 3 * N));
      m4 = hn::Max(m4, hn::Load(d, data + i + 4 * N));
      m5 = hn::Max(m5, hn::Load(d, data + i + 5 * N));
      m6 = hn::Max(m6, hn::Load(d, data + i + 6 * N));
      m7 = hn::Max(m7, hn::Load(d, data + i + 7 * N));
    }
  }
  const auto all = hn::Max(hn::Max(hn::Max(m0, m1), hn::Max(m2, m3)),
                           hn::Max(hn::Max(m4, m5), hn::Max(m6, m7)));
  return hn::GetLane(hn::MaxOfLanes(d, all));
}

void ScaleLoop(float* HWY_RESTRICT data, size_t count) {
  const hn::CappedTag<float, 16> d;
  const size_t N = hn::Lanes(d);
  const auto factor = hn::Set(d, 0.999f);
  for (size_t i = 0; i < count; i += 2 * N) {
    hn::Store(hn::Mul(hn::Load(d, data + i), factor), d, data + i);
    hn::Store(hn::Mul(hn::Load(d, data + i + N), factor), d, data + i + N);
  }
}

}  // namespace sinter::bench::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sinter::bench {

HWY_EXPORT(ReadLoop);
HWY_EXPORT(ScaleLoop);

float ReadAll(const float* data, size_t count, size_t times) {
  return HWY_DYNAMIC_DISPATCH(ReadLoop)(data, count, times);
}

void ScaleAll(float* data, size_t count) {
  HWY_DYNAMIC_DISPATCH(ScaleLoop)(data, count);
}

}  // namespace sinter::bench
#endif  // HWY_ONCE
