// A register-tiled product of matrices:
//
//   acc[m, n] = sum over k of lhs[m, k] * rhs[k, n]
//
// A product P, which generated code writes, says
//   kDepth           terms of a block: longer sums are cut into blocks, added
//   up
//                    in memory as a tree (sums-inl.h)
//   kTiles, kVectors how rows and columns are cut into tiles
//   kTransposesLhs   whether lhs is stored as [k, m]
//   Lhs, Rhs         how they are stored: a Matrix<...>
//   lhs(), rhs()     where
//   terms()          how many k: rows of rhs, or the samples of a partial batch
//   Stored           Place<...> (place-inl.h) in what Store reads and writes
//   Store(d, acc, row, col, at...)
//                    the epilogue of a vector at (row, col); `at`: its offset
//                    in each matrix of Stored
//   FetchAhead<kRows>(place)
//                    asks for memory that a tile's Store reads; may lack
//
// A tile keeps its accumulators in registers, as the elements of a parameter
// pack, since scalable vectors cannot live in arrays. Remainders are resolved
// by the cut: no tile has a branch for its size.
#include <algorithm>
#include <cstddef>
#include <utility>

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
#include "runtime/kernels/sums-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sinter::kernels {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// Rows row .. row + kRows - 1, kVectors vectors of columns from col.
template <class P, size_t kRows, size_t kVectors>
class ContractTile {
 public:
  static HWY_NOINLINE void Run(const P& p, size_t row, size_t col) {
    const typename P::Stored at(row, col);
    if constexpr (requires { p.template FetchAhead<kRows>(at); })
      if constexpr (kVectors <= kVectorsInPanel)  // else few rows, little state
        p.template FetchAhead<kRows>(at);
    const float* HWY_RESTRICT b = p.rhs() + P::Rhs::Offset(0, col);
    if constexpr (P::kDepth < P::Rhs::kRows)
      SumBlocks(kSums, p, b, at);
    else
      SumAtOnce(kSums, p, b, at);
  }

 private:
  // Sum i is vector i % kVectors of row i / kVectors.
  static constexpr std::make_index_sequence<kRows * kVectors> kSums = {};
  static constexpr auto d = kFloats;

  template <size_t... kSum>
  static HWY_INLINE void SumAtOnce(std::index_sequence<kSum...> sums,
                                   const P& p, const float* HWY_RESTRICT b,
                                   const typename P::Stored& at) {
    SumAndStore(sums, p, b, at, (static_cast<void>(kSum), hn::Zero(d))...);
  }

  template <size_t... kSum, class... V>
  static HWY_INLINE void SumAndStore(std::index_sequence<kSum...> sums,
                                     const P& p, const float* HWY_RESTRICT b,
                                     const typename P::Stored& at, V... acc) {
    AddTerms(sums, p, at.row, at.col, 0, p.terms(), b, acc...);
    (StoreSum<kSum>(p, acc, at), ...);
  }

  template <size_t... kSum>
  static HWY_INLINE void SumBlocks(std::index_sequence<kSum...> sums,
                                   const P& p, const float* HWY_RESTRICT b,
                                   const typename P::Stored& at) {
    constexpr size_t kLevels = SumLevels(P::Rhs::kRows, P::kDepth);
    const size_t N = hn::Lanes(d);
    const size_t terms = p.terms();
    HWY_ALIGN float blocks[kLevels * sizeof...(kSum) * kLaneMultiple] = {};
    for (size_t begin = 0; begin < terms; begin += P::kDepth) {
      const size_t end = std::min(begin + P::kDepth, terms);
      AddBlock(sums, p, at, begin, end, b, blocks,
               (static_cast<void>(kSum), hn::Zero(d))...);
      CarrySums<kLevels, sizeof...(kSum)>(begin / P::kDepth + 1, blocks);
    }
    FinishSums<kLevels, sizeof...(kSum)>(blocks);
    (StoreSum<kSum>(p, hn::Load(d, blocks + kSum * N), at), ...);
  }

  // Adds the block of terms begin .. end - 1 to `blocks`.
  template <size_t... kSum, class... V>
  static HWY_INLINE void AddBlock(std::index_sequence<kSum...> sums, const P& p,
                                  const typename P::Stored& at, size_t begin,
                                  size_t end, const float* HWY_RESTRICT& b,
                                  float* blocks, V... acc) {
    AddTerms(sums, p, at.row, at.col, begin, end, b, acc...);
    const size_t N = hn::Lanes(d);
    (AddTo(d, acc, blocks + kSum * N), ...);
  }

  // acc += the terms begin .. end - 1; `b`, the rhs's row `begin`, moves on. k
  // runs down a column of lhs, along a row, or along a row that is cut into
  // panels.
  template <class Sums, class... V>
  static HWY_INLINE void AddTerms(Sums sums, const P& p, size_t row, size_t col,
                                  size_t begin, size_t end,
                                  const float* HWY_RESTRICT& b, V&... acc) {
    using Lhs = typename P::Lhs;
    const size_t b_stride = P::Rhs::Stride(col);
    if constexpr (P::kTransposesLhs) {
      const float* HWY_RESTRICT a =
          p.lhs() + Lhs::Offset(0, row) + begin * Lhs::kPanel;
      for (size_t k = begin; k < end; ++k, a += Lhs::kPanel, b += b_stride)
        AddTerm(sums, a, 1, b, acc...);
    } else if constexpr (Lhs::kIsOnePanel) {
      const float* HWY_RESTRICT a = p.lhs() + Lhs::Offset(row, 0);
      for (size_t k = begin; k < end; ++k, b += b_stride)
        AddTerm(sums, a + k, Lhs::kPanel, b, acc...);
    } else {
      for (size_t first = begin; first < end; first += Lhs::kPanel) {
        const size_t count = std::min(Lhs::kPanel, end - first);
        const size_t a_stride = Lhs::Stride(first);
        const float* HWY_RESTRICT a = p.lhs() + Lhs::Offset(row, first);
        for (size_t k = 0; k < count; ++k, b += b_stride)
          AddTerm(sums, a + k, a_stride, b, acc...);
      }
    }
  }

  // One term of each sum.
  template <size_t... kSum, class... V>
  static HWY_INLINE void AddTerm(std::index_sequence<kSum...>,
                                 const float* HWY_RESTRICT a, size_t a_stride,
                                 const float* HWY_RESTRICT b, V&... acc) {
    const size_t N = hn::Lanes(d);
    ((acc = hn::MulAdd(hn::Set(d, a[kSum / kVectors * a_stride]),
                       hn::Load(d, b + P::Rhs::template VectorOffset<kVectors>(
                                           kSum % kVectors, N)),
                       acc)),
     ...);
  }

  template <size_t kSum, class V>
  static HWY_INLINE void StoreSum(const P& p, V acc,
                                  const typename P::Stored& at) {
    at.template Store<kSum / kVectors, kSum % kVectors, kVectors>(p, d, acc);
  }
};

// Rows row .. of tile `tile`, which has one of two heights.
template <class P, size_t kVectors>
HWY_INLINE void RunContractTile(const P& p, size_t tile, size_t col) {
  constexpr RowTiles kTiles = P::kTiles;
  const size_t row = kTiles.Row(tile);
  if constexpr (kTiles.longer < kTiles.count)
    if (tile >= kTiles.longer)
      return ContractTile<P, kTiles.rows - 1, kVectors>::Run(p, row, col);
  ContractTile<P, kTiles.rows, kVectors>::Run(p, row, col);
}

// Tiles of rows, for each tile of columns: the rhs's columns stay in a cache.
template <class P>
struct ContractRows {
  const P& p;
  Range tiles;

  template <size_t kVectors>
  HWY_INLINE void Columns(size_t col) const {
    for (size_t tile = tiles.begin; tile < tiles.end; ++tile)
      RunContractTile<P, kVectors>(p, tile, col);
  }
};

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

}  // namespace HWY_NAMESPACE
}  // namespace sinter::kernels
HWY_AFTER_NAMESPACE();

#endif  // per target
