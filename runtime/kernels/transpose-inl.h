// Transposition of float32 matrices, block after block.
#include <algorithm>
#include <cstddef>

#include "runtime/kernels/matrix.h"
#include "runtime/kernels/row_tiles.h"

// Once for each SIMD target: Highway's way of a header for all of them.
#if defined(SINTER_RUNTIME_KERNELS_TRANSPOSE_INL_H_) == \
    defined(HWY_TARGET_TOGGLE)
#ifdef SINTER_RUNTIME_KERNELS_TRANSPOSE_INL_H_
#undef SINTER_RUNTIME_KERNELS_TRANSPOSE_INL_H_
#else
#define SINTER_RUNTIME_KERNELS_TRANSPOSE_INL_H_
#endif

#include "hwy/cache_control.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace sinter::kernels {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// to[c, r] = from[r, c] for a block of at most 4 x 4.
HWY_INLINE void TransposeBlock(const float* from, size_t from_stride,
                               size_t rows, size_t cols, float* to,
                               size_t to_stride) {
#if HWY_TARGET != HWY_SCALAR
  if (rows == 4 && cols == 4) {
    const hn::FixedTag<float, 4> d;
    const auto v0 = hn::LoadU(d, from);
    const auto v1 = hn::LoadU(d, from + from_stride);
    const auto v2 = hn::LoadU(d, from + 2 * from_stride);
    const auto v3 = hn::LoadU(d, from + 3 * from_stride);
    const auto lower02 = hn::InterleaveLower(d, v0, v2);
    const auto lower13 = hn::InterleaveLower(d, v1, v3);
    const auto upper02 = hn::InterleaveUpper(d, v0, v2);
    const auto upper13 = hn::InterleaveUpper(d, v1, v3);
    hn::StoreU(hn::InterleaveLower(d, lower02, lower13), d, to);
    hn::StoreU(hn::InterleaveUpper(d, lower02, lower13), d, to + to_stride);
    hn::StoreU(hn::InterleaveLower(d, upper02, upper13), d, to + 2 * to_stride);
    hn::StoreU(hn::InterleaveUpper(d, upper02, upper13), d, to + 3 * to_stride);
    return;
  }
#endif
  for (size_t r = 0; r < rows; ++r)
    for (size_t c = 0; c < cols; ++c)
      to[c * to_stride + r] = from[r * from_stride + c];
}

// Asks for one of the lines, two a row, of the square that comes two later.
// Measured: one or two squares ahead gain the same, four nothing.
template <class From>
HWY_INLINE void FetchLaterLine(const float* from, size_t row, Range cols,
                               size_t line) {
  const size_t later = row + 2 * kColumnBlock + line % 2 * (kColumnBlock / 2);
  const size_t col = cols.begin + line / 2;
  if (later < From::kCols && col < cols.end)
    hwy::Prefetch(from + From::Offset(col, later));
}

// to[r, c] = from[cols.begin + c, r], of which `rows` and `cols` are at most
// kColumnBlock: they fill whole cache lines of both matrices, 4 KB that stay in
// the first cache. Rows of `to` are `stride` floats apart.
template <class From>
HWY_INLINE void TransposeSquare(const float* from, Range rows, Range cols,
                                float* to, size_t stride) {
  size_t line = 0;
  for (size_t row = rows.begin; row < rows.end; row += 4)
    for (size_t col = cols.begin; col < cols.end; col += 4) {
      FetchLaterLine<From>(from, rows.begin, cols, line++);
      TransposeBlock(from + From::Offset(col, row), From::Stride(row),
                     std::min<size_t>(4, cols.end - col),
                     std::min<size_t>(4, rows.end - row),
                     to + row * stride + (col - cols.begin), stride);
    }
}

// The same for all rows of `to`.
template <class From>
HWY_INLINE void TransposePanel(const float* from, Range cols, float* to,
                               size_t stride) {
  for (size_t row = 0; row < From::kCols; row += kColumnBlock)
    TransposeSquare<From>(from,
                          {row, std::min(row + kColumnBlock, From::kCols)},
                          cols, to, stride);
}

// These blocks of columns of To, the transposed of From: to[r, c] = from[c, r].
// Of kTaps matrices below each other, each by itself.
template <class From, class To, size_t kTaps>
HWY_INLINE void TransposeBlocks(const float* from, Range blocks, float* to) {
  constexpr size_t kRows = To::kRows / kTaps;
  static_assert(From::kRows == To::kCols * kTaps && From::kCols == kRows);
  const size_t last = std::min(blocks.end * kColumnBlock, To::kCols);
  for (size_t tap = 0; tap < kTaps; ++tap)
    for (size_t col = blocks.begin * kColumnBlock; col < last;
         col += kColumnBlock) {
      const size_t first = tap * To::kCols + col;
      const size_t count = std::min(kColumnBlock, last - col);
      TransposePanel<From>(from, {first, first + count},
                           to + To::Offset(tap * kRows, col), To::Stride(col));
    }
}

}  // namespace HWY_NAMESPACE
}  // namespace sinter::kernels
HWY_AFTER_NAMESPACE();

#endif  // per target
