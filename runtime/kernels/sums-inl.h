// Sums of many terms with small rounding errors.
#include <cstddef>

// Once for each SIMD target: Highway's way of a header for all of them.
#if defined(SINTER_RUNTIME_KERNELS_SUMS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SINTER_RUNTIME_KERNELS_SUMS_INL_H_
#undef SINTER_RUNTIME_KERNELS_SUMS_INL_H_
#else
#define SINTER_RUNTIME_KERNELS_SUMS_INL_H_
#endif

#include "runtime/kernels/vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sinter::kernels {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// A sum of many blocks is a tree: level 0 of `sums` adds up kFanIn blocks, each
// further level kFanIn sums of the level below, so that the rounding error
// grows with the number of levels and not of blocks. A level has `vectors`
// vectors: trees side by side.
constexpr size_t kFanIn = 16;

// Levels of the sum of `terms` terms, `depth` to a block.
constexpr size_t SumLevels(size_t terms, size_t depth) {
  size_t levels = 1;
  for (size_t sums = (terms + depth - 1) / depth; sums > kFanIn;
       sums = (sums + kFanIn - 1) / kFanIn)
    ++levels;
  return levels;
}

HWY_INLINE void ClearSums(size_t vectors, float* sums) {
  const size_t N = hn::Lanes(kFloats);
  for (size_t i = 0; i < vectors * N; i += N)
    hn::Store(hn::Zero(kFloats), kFloats, sums + i);
}

// After block number `blocks`, counted from one, was added to level 0: adds
// full levels to the next, and begins them anew.
HWY_INLINE void CarrySums(size_t levels, size_t vectors, size_t blocks,
                          float* sums) {
  const size_t N = hn::Lanes(kFloats);
  for (size_t level = 1; level < levels && blocks % kFanIn == 0; ++level) {
    blocks /= kFanIn;
    float* next = sums + vectors * N;
    for (size_t i = 0; i < vectors * N; i += N) {
      AddTo(kFloats, hn::Load(kFloats, sums + i), next + i);
      hn::Store(hn::Zero(kFloats), kFloats, sums + i);
    }
    sums = next;
  }
}

// After the last block: level 0 is the sum of all levels.
HWY_INLINE void FinishSums(size_t levels, size_t vectors, float* sums) {
  const size_t N = hn::Lanes(kFloats);
  for (size_t i = (levels - 1) * vectors * N; i > 0; i -= N) {
    float* below = sums + i - N;
    AddTo(kFloats, hn::Load(kFloats, below + vectors * N), below);
  }
}

// sum += terms; what rounding takes from the sum goes to `lost` (Knuth's
// TwoSum). The chain of additions is as long as without, and the rest runs
// beside it.
template <class V>
HWY_INLINE void AddExactly(V terms, V& sum, V& lost) {
  const V next = hn::Add(sum, terms);
  const V added = hn::Sub(next, sum);
  const V kept = hn::Sub(next, added);
  lost = hn::Add(lost, hn::Add(hn::Sub(sum, kept), hn::Sub(terms, added)));
  sum = next;
}

// An infinite sum has lost no number.
template <class V>
HWY_INLINE V WithLost(V sum, V lost) {
  return hn::Add(sum, hn::IfThenElseZero(hn::Eq(lost, lost), lost));
}

}  // namespace HWY_NAMESPACE
}  // namespace sinter::kernels
HWY_AFTER_NAMESPACE();

#endif  // per target
