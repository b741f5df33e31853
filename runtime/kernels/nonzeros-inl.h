// Vectors of samples -> their nonzero elements (nonzeros.h).
#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "runtime/kernels/nonzeros.h"

// Once for each SIMD target: Highway's way of a header for all of them.
#if defined(SINTER_RUNTIME_KERNELS_NONZEROS_INL_H_) == \
    defined(HWY_TARGET_TOGGLE)
#ifdef SINTER_RUNTIME_KERNELS_NONZEROS_INL_H_
#undef SINTER_RUNTIME_KERNELS_NONZEROS_INL_H_
#else
#define SINTER_RUNTIME_KERNELS_NONZEROS_INL_H_
#endif

#include "runtime/kernels/vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sinter::kernels {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

#if HWY_TARGET == HWY_AVX2
// For each set of 8 lanes the numbers of those in it, four bits each, the first
// in the lowest. At namespace scope: Highway 1.0.3 has such a table within
// Compress, and GCC 12 copies it to the stack at every call.
struct LanesOfMask {
  uint32_t lanes[256];
};

constexpr LanesOfMask ListLanes() {
  LanesOfMask table = {};
  for (uint32_t mask = 0; mask < 256; ++mask)
    for (uint32_t lane = 0, at = 0; lane < 8; ++lane)
      if (mask >> lane & 1) table.lanes[mask] |= lane << (4 * at++);
  return table;
}

inline constexpr LanesOfMask kLanesOfMask = ListLanes();

// The lanes of `v` in `mask`, the first of them first; others are undefined.
template <class D, class V = hn::Vec<D>>
HWY_INLINE V Kept(D d, V v, hn::Mask<D> mask) {
  if constexpr (hn::MaxLanes(D()) != 8) {
    return hn::Compress(v, mask);
  } else {
    const hn::RebindToUnsigned<D> du;
    uint8_t bits[8];
    hn::StoreMaskBits(d, mask, bits);
    const auto places = hn::Shr(hn::Set(du, kLanesOfMask.lanes[bits[0]]),
                                hn::Mul(hn::Iota(du, 0), hn::Set(du, 4)));
    return hn::TableLookupLanes(
        v, hn::IndicesFromVec(d, hn::And(places, hn::Set(du, 7))));
  }
}
#else
template <class D, class V = hn::Vec<D>>
HWY_INLINE V Kept(D, V v, hn::Mask<D> mask) {
  return hn::Compress(v, mask);
}
#endif

// Stores the nonzero elements of `v`, the vector at column `col`, and their
// columns, both whole vectors; returns how many count.
template <class D>
HWY_INLINE size_t AppendNonzeros(D d, hn::Vec<D> v, size_t col, float* values,
                                 uint32_t* columns) {
  const hn::RebindToUnsigned<D> du;
  const auto keep = hn::Not(hn::Eq(v, hn::Zero(d)));  // NaN, too
  const auto at = hn::Iota(du, static_cast<uint32_t>(col));
  hn::StoreU(Kept(d, v, keep), d, values);
  hn::StoreU(Kept(du, at, hn::RebindMask(du, keep)), du, columns);
  return hn::CountTrue(d, keep);
}

// to[p * stride + r] = pair p of from[r], for 8 rows of 8 pairs of bytes. Each
// of the three steps interleaves rows that are four apart.
HWY_INLINE void TransposePairs(const uint8_t* const* from, uint16_t* to,
                               size_t stride) {
#if HWY_TARGET == HWY_SCALAR
  for (size_t r = 0; r < 8; ++r)
    for (size_t p = 0; p < 8; ++p)
      std::memcpy(to + p * stride + r, from[r] + 2 * p, 2);
#else
  const hn::FixedTag<uint8_t, 16> bytes;
  const hn::Repartition<uint16_t, decltype(bytes)> d;
  const auto a0 = hn::BitCast(d, hn::LoadU(bytes, from[0]));
  const auto a1 = hn::BitCast(d, hn::LoadU(bytes, from[1]));
  const auto a2 = hn::BitCast(d, hn::LoadU(bytes, from[2]));
  const auto a3 = hn::BitCast(d, hn::LoadU(bytes, from[3]));
  const auto a4 = hn::BitCast(d, hn::LoadU(bytes, from[4]));
  const auto a5 = hn::BitCast(d, hn::LoadU(bytes, from[5]));
  const auto a6 = hn::BitCast(d, hn::LoadU(bytes, from[6]));
  const auto a7 = hn::BitCast(d, hn::LoadU(bytes, from[7]));
  const auto b0 = hn::InterleaveLower(d, a0, a4);
  const auto b1 = hn::InterleaveUpper(d, a0, a4);
  const auto b2 = hn::InterleaveLower(d, a1, a5);
  const auto b3 = hn::InterleaveUpper(d, a1, a5);
  const auto b4 = hn::InterleaveLower(d, a2, a6);
  const auto b5 = hn::InterleaveUpper(d, a2, a6);
  const auto b6 = hn::InterleaveLower(d, a3, a7);
  const auto b7 = hn::InterleaveUpper(d, a3, a7);
  const auto c0 = hn::InterleaveLower(d, b0, b4);
  const auto c1 = hn::InterleaveUpper(d, b0, b4);
  const auto c2 = hn::InterleaveLower(d, b1, b5);
  const auto c3 = hn::InterleaveUpper(d, b1, b5);
  const auto c4 = hn::InterleaveLower(d, b2, b6);
  const auto c5 = hn::InterleaveUpper(d, b2, b6);
  const auto c6 = hn::InterleaveLower(d, b3, b7);
  const auto c7 = hn::InterleaveUpper(d, b3, b7);
  hn::StoreU(hn::InterleaveLower(d, c0, c4), d, to);
  hn::StoreU(hn::InterleaveUpper(d, c0, c4), d, to + stride);
  hn::StoreU(hn::InterleaveLower(d, c1, c5), d, to + 2 * stride);
  hn::StoreU(hn::InterleaveUpper(d, c1, c5), d, to + 3 * stride);
  hn::StoreU(hn::InterleaveLower(d, c2, c6), d, to + 4 * stride);
  hn::StoreU(hn::InterleaveUpper(d, c2, c6), d, to + 5 * stride);
  hn::StoreU(hn::InterleaveLower(d, c3, c7), d, to + 6 * stride);
  hn::StoreU(hn::InterleaveUpper(d, c3, c7), d, to + 7 * stride);
#endif
}

// tile[p * kStride + i] = columns col + 2 p (the low byte) and col + 2 p + 1 of
// sample rows.begin + i, for 8 pairs p. Columns from kCols on are zero, and so
// are samples up to the next multiple of a vector.
template <size_t kCols, size_t kStride>
HWY_INLINE void LoadPairs(const uint8_t* x, const uint32_t* indices, Range rows,
                          size_t col, uint16_t* tile) {
  static_assert(std::endian::native == std::endian::little);
  const size_t count = rows.end - rows.begin;
  const size_t padded = (count + 15) / 16 * 16;
  for (size_t i = 0; i < padded; i += 8) {
    const uint8_t* from[8];
    uint8_t ends[8][16] = {};
    for (size_t r = 0; r < 8; ++r) {
      from[r] = ends[r];
      if (i + r >= count) continue;
      const size_t row = SampleRow(indices, rows.begin + i + r);
      const uint8_t* bytes = x + row * kCols + col;
      if (col + 16 <= kCols)
        from[r] = bytes;
      else
        std::memcpy(ends[r], bytes, kCols - col);
    }
    TransposePairs(from, tile + i, kStride);
  }
}

// Stores those of the vector of samples from `sample` on whose two bytes in
// `from` are not both zero, as whole vectors: the two values and the sample.
// Returns how many count.
template <class Prologue, class D>
HWY_INLINE size_t AppendPairs(D d, const uint16_t* from, size_t sample,
                              float* values, uint32_t* columns) {
  const hn::RebindToUnsigned<D> du;
  const hn::RebindToSigned<D> di;
  const hn::Rebind<uint16_t, D> pairs;
  const auto both = hn::PromoteTo(di, hn::LoadU(pairs, from));
  const auto keep = hn::Ne(both, hn::Zero(di));
  if (hn::AllFalse(di, keep)) return 0;  // often: the edges of pictures
  const auto kept = hn::RebindMask(d, keep);
  const auto first = Prologue::Of(d, hn::And(both, hn::Set(di, 255)));
  const auto second = Prologue::Of(d, hn::ShiftRight<8>(both));
  hn::StoreInterleaved2(Kept(d, first, kept), Kept(d, second, kept), d, values);
  const auto samples = hn::Iota(du, static_cast<uint32_t>(sample));
  hn::StoreU(Kept(du, samples, hn::RebindMask(du, keep)), du, columns);
  return hn::CountTrue(di, keep);
}

// to[k, m] = Prologue(x[m, k]) for the blocks k / 16 in `blocks`, of the first
// `samples` rows of a batch of bytes with kCols columns.
template <class Prologue, size_t kCols, class To>
HWY_INLINE void TransposeBytesToPairs(const uint8_t* x, const uint32_t* indices,
                                      size_t samples, const To& to,
                                      Range blocks) {
  static_assert(To::kGroup == 2);
  constexpr size_t kStride = (To::kRun + 15) / 16 * 16;
  const size_t N = hn::Lanes(kFloats);
  HWY_ALIGN uint16_t tile[8 * kStride];
  for (size_t block = blocks.begin; block < blocks.end; ++block) {
    const Range cols = {16 * block, std::min(16 * block + 16, kCols)};
    for (size_t run = 0; run < To::kRuns; ++run) {
      const Range rows = {std::min(samples, run * To::kRun),
                          std::min(samples, (run + 1) * To::kRun)};
      LoadPairs<kCols, kStride>(x, indices, rows, cols.begin, tile);
      for (size_t col = cols.begin; col < cols.end; col += 2) {
        const uint16_t* from = tile + (col - cols.begin) / 2 * kStride;
        size_t end = to.Begin(col, run);
        for (size_t row = rows.begin; row < rows.end; row += N)
          end += AppendPairs<Prologue>(kFloats, from + row - rows.begin, row,
                                       to.Values(col) + 2 * end,
                                       to.Columns(col) + end);
        to.SetEnd(col, run, end);
      }
    }
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace sinter::kernels
HWY_AFTER_NAMESPACE();

#endif  // per target
