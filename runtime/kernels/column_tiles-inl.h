// How the columns of a product are cut into tiles of whole vectors.
//
// A tile of w vectors from column `col` holds columns col .. col + w * N - 1,
// where N is the lanes of the target. Tiles of one or two vectors stay within a
// panel; wider ones cross panels and take full panels only, so that their
// vectors have one row stride. Columns that wide tiles leave are for tiles half
// as wide.
#include <algorithm>
#include <cstddef>

#include "runtime/kernels/matrix.h"

// Once for each SIMD target: Highway's way of a header for all of them.
#if defined(SINTER_RUNTIME_KERNELS_COLUMN_TILES_INL_H_) == \
    defined(HWY_TARGET_TOGGLE)
#ifdef SINTER_RUNTIME_KERNELS_COLUMN_TILES_INL_H_
#undef SINTER_RUNTIME_KERNELS_COLUMN_TILES_INL_H_
#else
#define SINTER_RUNTIME_KERNELS_COLUMN_TILES_INL_H_
#endif

#include "runtime/kernels/vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sinter::kernels {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// Which columns the loops take: all, or those of a range of blocks of
// kColumnBlock columns.
enum class ColumnsOf { kAll, kBlocks };

// Tiles of kVectors vectors in a product with kCols columns.
template <size_t kCols, size_t kVectors, ColumnsOf kOf>
struct ColumnTile {
  static constexpr size_t kWide = kVectors * kLaneMultiple;

  // Whether they leave no column to narrower ones, on any target.
  static constexpr bool kIsLast =
      kVectors == 1 || (kCols % kWide == 0 &&
                        (kOf == ColumnsOf::kAll || kColumnBlock % kWide == 0));

  // Columns that stand in panels of full width.
  static constexpr size_t kFullPanels =
      kCols <= kColumnBlock
          ? RoundUpToLanes(kCols)
          : (kCols + kLaneMultiple - 1) / kColumnBlock * kColumnBlock;

  // Whether a tile fits between `col` and `last`, the end of the last block.
  // Wide ones take whole vectors of full panels; others begin at a column that
  // is there.
  static HWY_INLINE bool Fits(size_t col, size_t last, size_t N) {
    if constexpr (kVectors <= kVectorsInPanel)
      return col + (kVectors - 1) * N < Limit<kCols>(last);
    else
      return col + kVectors * N <= Limit<kFullPanels>(last);
  }

 private:
  template <size_t kLimit>
  static HWY_INLINE size_t Limit(size_t last) {
    if constexpr (kOf == ColumnsOf::kAll) return kLimit;
    if constexpr (kCols % kColumnBlock == 0) return last;
    return std::min(last, kLimit);
  }
};

// Calls body.Columns<vectors>(col) for tiles from `col` on, at most kVectors
// vectors wide, the widest first.
template <size_t kCols, size_t kVectors, ColumnsOf kOf, class Body>
HWY_INLINE void ForColumnTiles(size_t col, size_t last, const Body& body) {
  using Tile = ColumnTile<kCols, kVectors, kOf>;
  const size_t N = hn::Lanes(kFloats);
  for (; Tile::Fits(col, last, N); col += kVectors * N)
    body.template Columns<kVectors>(col);
  if constexpr (!Tile::kIsLast)
    ForColumnTiles<kCols, kVectors / 2, kOf>(col, last, body);
}

// All columns.
template <size_t kCols, size_t kVectors, class Body>
HWY_INLINE void ForAllColumns(const Body& body) {
  ForColumnTiles<kCols, kVectors, ColumnsOf::kAll>(0, kCols, body);
}

// Those of these blocks.
template <size_t kCols, size_t kVectors, class Body>
HWY_INLINE void ForColumnBlocks(Range blocks, const Body& body) {
  ForColumnTiles<kCols, kVectors, ColumnsOf::kBlocks>(
      blocks.begin * kColumnBlock, blocks.end * kColumnBlock, body);
}

}  // namespace HWY_NAMESPACE
}  // namespace sinter::kernels
HWY_AFTER_NAMESPACE();

#endif  // per target
