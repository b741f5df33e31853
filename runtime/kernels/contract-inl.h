// A register-tiled product of matrices:
//
//   acc[m, n] = sum over k of lhs[m, k] * rhs[k, n]
//
// What it multiplies and what becomes of acc[m, n] says a type P, which
// generated code writes:
//
//   struct P {
//     using Lhs = Matrix<...>;  // how lhs is stored: [m, k] ...
//     static constexpr bool kTransposesLhs;  // ... or, if true, [k, m]
//     using Rhs = Matrix<...>;               // [k, n]
//     const float* lhs() const;
//     const float* rhs() const;
//     size_t terms() const;  // how many k, where the rows of rhs are not all
//                            // there: a partial batch. May lack.
//
//     static constexpr size_t kDepth;    // longer sums are cut into blocks
//     static constexpr RowTiles kTiles;  // rows of a tile of results ...
//     static constexpr size_t kVectors;  // ... and its vectors of columns
//
//     // Stores a vector of results at (row, col). `at`: the offset of (row,
//     // col) in each of the matrices that Stored names, a Place<Matrix<...>,
//     // ...>: what Store reads and writes element by element.
//     void Store(D d, Vec<D> acc, size_t row, size_t col, size_t... at) const;
//
//     // For ContractTransposed in place of rhs(): rhs is the transposed of
//     // this matrix, and there is room for it.
//     using Transposed = Matrix<...>;  // [n, k]
//     const float* transposed() const;
//     float* room() const;
//
//     // May lack: where a vector of sums is zero, StoreZero, which is Store
//     // without `acc`, takes the place of Store.
//     static constexpr bool kSkipsZeroSums = true;
//
//     // May lack: a tile is stored beside the sums of the next one, a vector
//     // after each so many terms. For a Store that waits for a root or a
//     // quotient, and an lhs of [k, m].
//     static constexpr size_t kTermsAStore = 4;
//
//     // Asks for memory that a tile's Store reads. May lack.
//     template <size_t kRows>
//     void FetchAhead(const Stored& place) const;
//   };
#include <algorithm>
#include <cstddef>
#include <type_traits>

#include "runtime/kernels/matrix.h"

// Once for each SIMD target: Highway's way of a header for all of them.
#if defined(SINTER_RUNTIME_KERNELS_CONTRACT_INL_H_) == \
    defined(HWY_TARGET_TOGGLE)
#ifdef SINTER_RUNTIME_KERNELS_CONTRACT_INL_H_
#undef SINTER_RUNTIME_KERNELS_CONTRACT_INL_H_
#else
#define SINTER_RUNTIME_KERNELS_CONTRACT_INL_H_
#endif

#include "runtime/kernels/column_tiles-inl.h"
#include "runtime/kernels/place-inl.h"
#include "runtime/kernels/tile_sums-inl.h"
#include "runtime/kernels/transpose-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sinter::kernels {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// The rows from `row` on of a product's lhs.
template <class P>
HWY_INLINE auto LhsRows(const P& p, size_t row) {
  using Lhs = typename P::Lhs;
  static_assert(!P::kTransposesLhs || Lhs::kIsOnePanel);
  static_assert(Lhs::kIsOnePanel || P::kDepth % Lhs::kPanel == 0 ||
                    P::kDepth >= P::Rhs::kRows,
                "blocks are whole panels");
  if constexpr (P::kTransposesLhs)
    return StridedRows<1>{p.lhs() + row, Lhs::kPanel};
  else if constexpr (Lhs::kIsOnePanel)
    return StridedRows<Lhs::kPanel>{p.lhs() + Lhs::Offset(row, 0), 1};
  else
    return PanelRows<Lhs>{p.lhs(), row};
}

// How many k a product sums over.
template <class P>
HWY_INLINE size_t Terms(const P& p) {
  if constexpr (requires { p.terms(); })
    return p.terms();
  else
    return P::Rhs::kRows;
}

// The columns of rhs that a tile reads: the first one in row 0, and floats from
// a row to the next.
struct RhsColumns {
  const float* first;
  size_t stride;
};

// P, whose rhs is there from column `first` on in one panel only.
template <class P>
struct OnePanelOf : P {
  const float* panel;
  size_t stride;
  size_t first;

  RhsColumns RhsFrom(size_t col) const {
    return {panel + (col - first), stride};
  }
};

template <class P>
HWY_INLINE RhsColumns ColumnsOf(const P& p, size_t col) {
  using Rhs = typename P::Rhs;
  if constexpr (requires { p.RhsFrom(col); })
    return p.RhsFrom(col);
  else
    return {p.rhs() + Rhs::Offset(0, col), Rhs::Stride(col)};
}

// Stores vector `vector` of row `r` of a tile at `place`.
template <size_t kVectors, class P>
HWY_INLINE void StoreSum(const P& p, const typename P::Stored& place,
                         const float* sums, size_t r, size_t vector) {
  const auto d = kFloats;
  const auto sum = hn::Load(d, sums + (r * kVectors + vector) * hn::Lanes(d));
  if constexpr (kSkipsZeroSums<P>)
    if (hn::AllTrue(d, hn::Eq(sum, hn::Zero(d))))
      return place.template StoreZero<kVectors>(p, d, r, vector);
  place.template Store<kVectors>(p, d, sum, r, vector);
}

// Asks for what the stores of the kRows rows of a tile from `place` on read;
// wider tiles have few rows and little state.
template <size_t kRows, size_t kVectors, class P>
HWY_INLINE void FetchRows(const P& p, const typename P::Stored& place) {
  if constexpr (requires { p.template FetchAhead<kRows>(place); })
    if constexpr (kVectors <= kVectorsInPanel)
      p.template FetchAhead<kRows>(place);
}

// Floats that the sums of a tile of P take.
template <class P, size_t kVectors>
inline constexpr size_t kTileSums =
    SumCut::Of<P>().levels * P::kTiles.rows * kVectors * kLaneMultiple;

// Rows row .. row + kRows - 1 of a tile, kVectors vectors of columns from col.
template <size_t kRows, size_t kVectors, class P, class Beside>
HWY_INLINE void SumTile(const P& p, size_t row, size_t col, float* sums,
                        Beside beside) {
  using Rhs = typename P::Rhs;
  const RhsColumns rhs = ColumnsOf(p, col);
  TileSums<typename Rhs::template Vectors<kVectors>, kRows, kVectors>::Run(
      LhsRows(p, row), rhs.first, rhs.stride, Terms(p), SumCut::Of<P>(), sums,
      beside);
}

template <class P, size_t kRows, size_t kVectors>
HWY_NOINLINE void ContractTile(const P& p, size_t row, size_t col) {
  const typename P::Stored place(row, col);
  FetchRows<kRows, kVectors>(p, place);
  HWY_ALIGN float sums[kTileSums<P, kVectors>];
  SumTile<kRows, kVectors>(p, row, col, sums, NothingBeside());
  for (size_t r = 0; r < kRows; ++r)
    for (size_t v = 0; v < kVectors; ++v)
      StoreSum<kVectors>(p, place, sums, r, v);
}

// Calls run with a constant, how many rows tile `tile` has: one of two heights.
template <class P, class Run>
HWY_INLINE void WithRowsOf(size_t tile, const Run& run) {
  constexpr RowTiles kTiles = P::kTiles;
  if constexpr (kTiles.longer < kTiles.count)
    if (tile >= kTiles.longer)
      return run(std::integral_constant<size_t, kTiles.rows - 1>());
  run(std::integral_constant<size_t, kTiles.rows>());
}

// The stores of a tile, beside the sums of the next one, `next`. They ask for
// what the stores of that one will read, in place of one burst before it.
template <class P, size_t kVectors>
struct StoresOfTile {
  static constexpr size_t kTerms = P::kTermsAStore;
  using Stored = typename P::Stored;

  const P* p;
  Stored place;
  Stored next;
  const float* sums;
  size_t count;   // vectors
  size_t at = 0;  // the next vector

  HWY_INLINE void Next() {
    if (at < count) StoreNext();
  }

  HWY_INLINE void Finish() {
    while (at < count) StoreNext();
  }

 private:
  HWY_INLINE void StoreNext() {
    const size_t row = at / kVectors;
    if (at % kVectors == 0)
      FetchRows<1, kVectors>(*p, Stored(next.row + row, next.col));
    StoreSum<kVectors>(*p, place, sums, row, at % kVectors);
    ++at;
  }
};

// Tiles of rows, for each tile of columns: the rhs's columns stay in a cache.
template <class P>
struct ContractRows {
  const P& p;
  Range tiles;

  template <size_t kVectors>
  HWY_INLINE void Columns(size_t col) const {
    if constexpr (requires { P::kTermsAStore; }) {
      SumAndStoreLater<kVectors>(col);
    } else {
      for (size_t tile = tiles.begin; tile < tiles.end; ++tile)
        WithRowsOf<P>(tile, [&](auto rows) HWY_ATTR {
          ContractTile<P, rows, kVectors>(p, P::kTiles.Row(tile), col);
        });
    }
  }

 private:
  template <size_t kVectors>
  HWY_INLINE void SumAndStoreLater(size_t col) const {
    HWY_ALIGN float sums[2][kTileSums<P, kVectors>];
    const typename P::Stored first(P::kTiles.Row(tiles.begin), col);
    StoresOfTile<P, kVectors> stores = {&p, first, first, nullptr, 0};
    for (size_t tile = tiles.begin; tile < tiles.end; ++tile) {
      const size_t row = P::kTiles.Row(tile);
      float* to = sums[tile % 2];
      stores.next = typename P::Stored(row, col);
      WithRowsOf<P>(tile, [&](auto rows) HWY_ATTR {
        SumTile<rows, kVectors>(p, row, col, to, stores);
        stores = {&p, stores.next, stores.next, to, rows * kVectors};
      });
    }
    stores.Finish();
  }
};

// Zero behind the last columns of a panel, up to whole vectors.
inline void ClearPadding(size_t rows, size_t cols, float* panel,
                         size_t stride) {
  const size_t padding = RoundUpToLanes(cols) - cols;
  for (size_t row = 0; row < rows; ++row)
    std::fill_n(panel + row * stride + cols, padding, 0.0f);
}

// These tiles of rows, all columns.
template <class P>
HWY_INLINE void ContractTiles(const P& p, Range tiles) {
  ForAllColumns<P::Rhs::kCols, P::kVectors>(ContractRows<P>{p, tiles});
}

// These blocks of columns of these tiles of rows.
template <class P>
HWY_INLINE void ContractBlocks(const P& p, Range blocks, Range tiles) {
  ForColumnBlocks<P::Rhs::kCols, P::kVectors>(blocks,
                                              ContractRows<P>{p, tiles});
}

// The same where rhs is the transposed of p.transposed(): the panel of a block
// is made just before it is used. All of these blocks take the place of the
// first one in p.room(), so that it stays in a cache; calls with other blocks
// do not meet.
template <class P>
HWY_INLINE void ContractTransposed(const P& p, Range blocks, Range tiles) {
  using Rhs = typename P::Rhs;
  const size_t place = blocks.begin * kColumnBlock;
  float* panel = p.room() + Rhs::Offset(0, place);
  const size_t stride = Rhs::Stride(place);
  for (size_t block = blocks.begin; block < blocks.end; ++block) {
    const size_t first = block * kColumnBlock;
    const size_t cols = std::min(kColumnBlock, Rhs::kCols - first);
    TransposePanel<typename P::Transposed>(
        p.transposed(), {first, first + cols}, panel, stride);
    ClearPadding(Rhs::kRows, cols, panel, stride);
    ContractBlocks(OnePanelOf<P>{p, panel, stride, first}, {block, block + 1},
                   tiles);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace sinter::kernels
HWY_AFTER_NAMESPACE();

#endif  // per target
