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
//     // May lack: where a vector of sums is zero, StoreZero, which is Store
//     // without `acc`, takes the place of Store.
//     static constexpr bool kSkipsZeroSums = true;
//
//     // Asks for memory that a tile's Store reads. May lack.
//     template <size_t kRows>
//     void FetchAhead(const Stored& place) const;
//   };
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

// How the terms of a sum are added up: at once, or in blocks of `depth` whose
// sums are added up in a tree of `levels`.
struct SumCut {
  size_t depth;
  size_t levels;
  bool has_blocks;

  template <class P>
  static constexpr SumCut Of() {
    constexpr size_t kTerms = P::Rhs::kRows;
    return {P::kDepth, SumLevels(kTerms, P::kDepth), P::kDepth < kTerms};
  }
};

// The block that is being filled: how many terms it has room for, and how many
// are full.
struct OpenBlock {
  size_t room = 0;
  size_t full = 0;
};

// Neighbouring terms of a sum, from `lhs` in the tile's first row and `rhs`
// floats on in its first column.
struct TermRun {
  size_t lhs;
  size_t rhs;
  size_t terms;
};

// Rows of lhs that are kRowStride apart; its terms are `step` apart.
template <size_t kRowStride>
struct StridedRows {
  const float* first;
  size_t step;
};

// Rows of lhs that are cut into panels, from `row` on.
template <class Lhs>
struct PanelRows {
  const float* lhs;
  size_t row;
};

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

// The sums of a tile of kRows rows and kVectors vectors, which stand in rhs as
// Vectors says. It knows nothing of what becomes of them nor of the shapes, so
// that products share it.
template <class Vectors, size_t kRows, size_t kVectors>
class TileSums {
 public:
  static constexpr size_t kCount = kRows * kVectors;

  // Sum i, of vector i % kVectors of row i / kVectors, to vector i of `sums`,
  // where there is room for cut.levels times as many. `b`: the tile's first
  // vector in row 0 of rhs.
  template <class Rows>
  static HWY_NOINLINE void Run(Rows lhs, const float* b, size_t b_stride,
                               size_t terms, SumCut cut, float* sums) {
    if (cut.has_blocks || terms == 0) ClearSums(cut.levels * kCount, sums);
    for (size_t begin = 0; begin < terms; begin += cut.depth) {
      const size_t end = std::min(begin + cut.depth, terms);
      SumBlock(kSums, lhs, b + begin * b_stride, b_stride, begin, end,
               cut.has_blocks, sums);
      CarrySums(cut.levels, kCount, begin / cut.depth + 1, sums);
    }
    FinishSums(cut.levels, kCount, sums);
  }

  // The same where the terms stand in several runs, which Runs lists:
  //
  //   static constexpr size_t kRowStride;  // of lhs: between rows ...
  //   static constexpr size_t kLhsStep;    // ... and between terms of a run
  //   size_t RhsStep() const;
  //   bool More() const;
  //   TermRun Get() const;
  //   void Next();
  //
  // Blocks go across runs.
  template <class Runs>
  static HWY_NOINLINE void RunAll(Runs runs, const float* a, const float* b,
                                  SumCut cut, float* sums) {
    ClearSums(cut.levels * kCount, sums);
    AddRuns(kSums, runs, a, b, cut, {cut.depth}, sums, sums);
    FinishSums(cut.levels, kCount, sums);
  }

  // The same, bit for bit, in several calls, each with some of the runs: Begin,
  // Continue as often as wanted, End. Behind the levels `sums` has room for
  // one more, where the open block's sums stand between two calls.
  static HWY_INLINE void Begin(SumCut cut, float* sums) {
    ClearSums((cut.levels + 1) * kCount, sums);
  }

  // Returns how full the block is after it.
  template <class Runs>
  static HWY_NOINLINE OpenBlock Continue(Runs runs, const float* a,
                                         const float* b, SumCut cut,
                                         OpenBlock block, float* sums) {
    return AddRuns(kSums, runs, a, b, cut, block, sums, Open(cut, sums));
  }

  static HWY_INLINE void End(SumCut cut, float* sums) {
    const size_t N = hn::Lanes(d);
    for (size_t i = 0; i < kCount * N; i += N)
      AddTo(d, hn::Load(d, Open(cut, sums) + i), sums + i);
    FinishSums(cut.levels, kCount, sums);
  }

 private:
  static constexpr std::make_index_sequence<kCount> kSums = {};
  static constexpr auto d = kFloats;

  static HWY_INLINE float* Open(SumCut cut, float* sums) {
    return sums + cut.levels * kCount * hn::Lanes(d);
  }

  template <size_t... kSum, class Rows>
  static HWY_INLINE void SumBlock(std::index_sequence<kSum...> sums, Rows lhs,
                                  const float* b, size_t b_stride, size_t begin,
                                  size_t end, bool adds, float* to) {
    AddTerms(sums, lhs, b, b_stride, begin, end, adds, to,
             (static_cast<void>(kSum), hn::Zero(d))...);
  }

  // The open block begins with what stands at `open` and ends there; where that
  // is level 0, with zero, and is added to it.
  template <size_t... kSum, class Runs>
  static HWY_INLINE OpenBlock AddRuns(std::index_sequence<kSum...> sums,
                                      Runs runs, const float* a, const float* b,
                                      SumCut cut, OpenBlock block, float* to,
                                      float* open) {
    if (open == to)
      return AddRuns(sums, runs, a, b, cut, block, to, open,
                     (static_cast<void>(kSum), hn::Zero(d))...);
    return AddRuns(sums, runs, a, b, cut, block, to, open,
                   hn::Load(d, open + kSum * hn::Lanes(d))...);
  }

  template <size_t... kSum, class Runs, class... V>
  static HWY_INLINE OpenBlock AddRuns(std::index_sequence<kSum...> sums,
                                      Runs runs, const float* first_a,
                                      const float* first_b, SumCut cut,
                                      OpenBlock block, float* to, float* open,
                                      V... acc) {
    const size_t b_step = runs.RhsStep();
    for (; runs.More(); runs.Next()) {
      const TermRun run = runs.Get();
      const float* HWY_RESTRICT a = first_a + run.lhs;
      const float* HWY_RESTRICT b = first_b + run.rhs;
      for (size_t left = run.terms; left > 0;) {
        const size_t count = std::min(left, block.room);
        for (size_t k = 0; k < count; ++k, a += Runs::kLhsStep, b += b_step)
          AddTerm(sums, a, Runs::kRowStride, b, acc...);
        left -= count;
        block.room -= count;
        if (block.room > 0) continue;
        KeepSums(sums, true, to, acc...);
        CarrySums(cut.levels, kCount, ++block.full, to);
        ((acc = hn::Zero(d)), ...);
        block.room = cut.depth;
      }
    }
    KeepSums(sums, open == to, open, acc...);
    return block;
  }

  template <size_t... kSum, class... V, size_t kRowStride>
  static HWY_INLINE void AddTerms(std::index_sequence<kSum...> sums,
                                  StridedRows<kRowStride> lhs,
                                  const float* HWY_RESTRICT b, size_t b_stride,
                                  size_t begin, size_t end, bool adds,
                                  float* to, V... acc) {
    const float* HWY_RESTRICT a = lhs.first + begin * lhs.step;
    for (size_t k = begin; k < end; ++k, a += lhs.step, b += b_stride)
      AddTerm(sums, a, kRowStride, b, acc...);
    KeepSums(sums, adds, to, acc...);
  }

  template <size_t... kSum, class... V, class Lhs>
  static HWY_INLINE void AddTerms(std::index_sequence<kSum...> sums,
                                  PanelRows<Lhs> rows,
                                  const float* HWY_RESTRICT b, size_t b_stride,
                                  size_t begin, size_t end, bool adds,
                                  float* to, V... acc) {
    for (size_t first = begin; first < end; first += Lhs::kPanel) {
      const size_t count = std::min(Lhs::kPanel, end - first);
      const float* HWY_RESTRICT a = rows.lhs + Lhs::Offset(rows.row, first);
      for (size_t k = 0; k < count; ++k, b += b_stride)
        AddTerm(sums, a + k, Lhs::Stride(first), b, acc...);
    }
    KeepSums(sums, adds, to, acc...);
  }

  static HWY_INLINE hn::Vec<decltype(d)> LoadRhs(const float* from) {
    if constexpr (Vectors::kAreAligned) return hn::Load(d, from);
    return hn::LoadU(d, from);
  }

  // One term of each sum.
  template <size_t... kSum, class... V>
  static HWY_INLINE void AddTerm(std::index_sequence<kSum...>,
                                 const float* HWY_RESTRICT a, size_t a_stride,
                                 const float* HWY_RESTRICT b, V&... acc) {
    const size_t N = hn::Lanes(d);
    ((acc = hn::MulAdd(hn::Set(d, a[kSum / kVectors * a_stride]),
                       LoadRhs(b + Vectors::Offset(kSum % kVectors * N)), acc)),
     ...);
  }

  template <size_t... kSum, class... V>
  static HWY_INLINE void KeepSums(std::index_sequence<kSum...>, bool adds,
                                  float* to, V... acc) {
    const size_t N = hn::Lanes(d);
    if (adds)
      (AddTo(d, acc, to + kSum * N), ...);
    else
      (hn::Store(acc, d, to + kSum * N), ...);
  }
};

// How many k a product sums over.
template <class P>
HWY_INLINE size_t Terms(const P& p) {
  if constexpr (requires { p.terms(); })
    return p.terms();
  else
    return P::Rhs::kRows;
}

// Rows row .. row + kRows - 1, kVectors vectors of columns from col.
template <class P, size_t kRows, size_t kVectors>
HWY_NOINLINE void ContractTile(const P& p, size_t row, size_t col) {
  using Rhs = typename P::Rhs;
  using Sums =
      TileSums<typename Rhs::template Vectors<kVectors>, kRows, kVectors>;
  constexpr SumCut kCut = SumCut::Of<P>();
  const auto d = kFloats;
  const size_t N = hn::Lanes(d);
  const typename P::Stored place(row, col);
  if constexpr (requires { p.template FetchAhead<kRows>(place); })
    if constexpr (kVectors <= kVectorsInPanel)  // else few rows, little state
      p.template FetchAhead<kRows>(place);
  HWY_ALIGN float sums[kCut.levels * Sums::kCount * kLaneMultiple];
  Sums::Run(LhsRows(p, row), p.rhs() + Rhs::Offset(0, col), Rhs::Stride(col),
            Terms(p), kCut, sums);
  for (size_t r = 0; r < kRows; ++r)
    for (size_t v = 0; v < kVectors; ++v) {
      const auto sum = hn::Load(d, sums + (r * kVectors + v) * N);
      if constexpr (kSkipsZeroSums<P>)
        if (hn::AllTrue(d, hn::Eq(sum, hn::Zero(d)))) {
          place.template StoreZero<kVectors>(p, d, r, v);
          continue;
        }
      place.template Store<kVectors>(p, d, sum, r, v);
    }
}

// Rows row .. of tile `tile`, which has one of two heights.
template <class P, size_t kVectors>
HWY_INLINE void RunContractTile(const P& p, size_t tile, size_t col) {
  constexpr RowTiles kTiles = P::kTiles;
  const size_t row = kTiles.Row(tile);
  if constexpr (kTiles.longer < kTiles.count)
    if (tile >= kTiles.longer)
      return ContractTile<P, kTiles.rows - 1, kVectors>(p, row, col);
  ContractTile<P, kTiles.rows, kVectors>(p, row, col);
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
