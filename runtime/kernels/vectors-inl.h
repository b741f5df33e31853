// What all kernels of a SIMD target are written in: its vectors, and how they
// are loaded and fetched ahead.
#include <cstddef>
#include <cstdint>

// Once for each SIMD target: Highway's way of a header for all of them.
#if defined(SINTER_RUNTIME_KERNELS_VECTORS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SINTER_RUNTIME_KERNELS_VECTORS_INL_H_
#undef SINTER_RUNTIME_KERNELS_VECTORS_INL_H_
#else
#define SINTER_RUNTIME_KERNELS_VECTORS_INL_H_
#endif

#include "hwy/cache_control.h"
#include "hwy/highway.h"
#include "runtime/kernels/matrix.h"
#include "runtime/kernels/row_tiles.h"

HWY_BEFORE_NAMESPACE();
namespace sinter::kernels {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// Vector registers of the target, which decide the size of register tiles.
#if HWY_TARGET == HWY_AVX3 || HWY_TARGET == HWY_AVX3_DL || HWY_ARCH_ARM_A64
constexpr size_t kRegisters = 32;
#else
constexpr size_t kRegisters = 16;
#endif

// At most 16 lanes, which is what tensors are padded for.
constexpr hn::CappedTag<float, 16> kFloats;
// One element, for the ends of rows that have no padding.
constexpr hn::CappedTag<float, 1> kOneFloat;

template <class D>
HWY_INLINE hn::Vec<D> LoadBytes(D d, const uint8_t* from) {
  const hn::Rebind<uint8_t, D> bytes;
  const hn::Rebind<int32_t, D> integers;
  return hn::ConvertTo(d, hn::PromoteTo(integers, hn::LoadU(bytes, from)));
}

template <class D>
HWY_INLINE void AddTo(D d, hn::Vec<D> terms, float* sum) {
  hn::Store(hn::Add(hn::Load(d, sum), terms), d, sum);
}

// Calls `run(d, channel)` for all channels of a pixel: whole vectors, then
// single ones, behind which the next pixel begins.
template <size_t kChannels, class F>
HWY_INLINE void ForChannels(const F& run) {
  const size_t N = hn::Lanes(kFloats);
  size_t channel = 0;
  for (; channel + N <= kChannels; channel += N) run(kFloats, channel);
  if constexpr (kChannels % kLaneMultiple != 0)
    for (; channel < kChannels; ++channel) run(kOneFloat, channel);
}

// The first `count` lanes, or all if there are fewer; `to` aligned to nothing.
template <class D>
HWY_INLINE void StoreFirst(D d, hn::Vec<D> vector, float* to, size_t count) {
  const size_t N = hn::Lanes(d);
  if (count >= N) return hn::StoreU(vector, d, to);
  HWY_ALIGN float lanes[kLaneMultiple];
  hn::Store(vector, d, lanes);
  for (size_t i = 0; i < count; ++i) to[i] = lanes[i];
}

// Samples lie anywhere in the data set: the memory of one that is needed soon
// is asked for while others are worked on. Measured: 2 to 8 rows ahead gain the
// same.
constexpr size_t kRowsAhead = 4;

template <class T>
HWY_INLINE void PrefetchSample(const T* x, const uint32_t* indices, size_t row,
                               size_t rows, size_t elements) {
  constexpr size_t kLine = 64 / sizeof(T);
  if (row >= rows) return;
  const T* from = x + SampleRow(indices, row) * elements;
  for (size_t i = 0; i < elements; i += kLine) hwy::Prefetch(from + i);
}

// Asks for the cache lines of a tile that is two vectors wide.
template <size_t kRows>
HWY_INLINE void PrefetchRows(const float* from, size_t stride) {
  const size_t width = 2 * hn::Lanes(kFloats) - 1;
  for (size_t row = 0; row < kRows; ++row) {
    hwy::Prefetch(from + row * stride);
    hwy::Prefetch(from + row * stride + width);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace sinter::kernels
HWY_AFTER_NAMESPACE();

#endif  // per target
