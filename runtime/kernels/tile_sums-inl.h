// The sums of a register tile of a product:
//
//   sum[r, v] = sum over k of lhs[r, k] * rhs[k, v]
//
// for a few rows r and vectors v of columns. The sums stay in registers, as the
// elements of a parameter pack, since scalable vectors cannot live in arrays.
// Remainders are resolved by the cut: no tile has a branch for its size.
#include <algorithm>
#include <cstddef>
#include <utility>

#include "runtime/kernels/matrix.h"

// Once for each SIMD target: Highway's way of a header for all of them.
#if defined(SINTER_RUNTIME_KERNELS_TILE_SUMS_INL_H_) == \
    defined(HWY_TARGET_TOGGLE)
#ifdef SINTER_RUNTIME_KERNELS_TILE_SUMS_INL_H_
#undef SINTER_RUNTIME_KERNELS_TILE_SUMS_INL_H_
#else
#define SINTER_RUNTIME_KERNELS_TILE_SUMS_INL_H_
#endif

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

  // That of a product (contract-inl.h).
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

// What is done beside the sums of a tile: nothing. Something has a Next(), a
// part of it, which is called after each kTerms terms, and a Finish(), the
// rest.
struct NothingBeside {
  static constexpr size_t kTerms = 0;
  static void Finish() {}
};

// The sums of a tile of kRows rows and kVectors vectors, which stand in rhs as
// Vectors says. It knows nothing of what becomes of them nor of the shapes, so
// that products share it.
template <class Vectors, size_t kRows, size_t kVectors>
class TileSums {
 public:
  static constexpr size_t kCount = kRows * kVectors;

  // Sum i, of vector i % kVectors of row i / kVectors, to vector i of `sums`,
  // where there is room for cut.levels times as many. `b`: the tile's first
  // vector in row 0 of rhs. `beside`: see NothingBeside.
  template <class Rows, class Beside = NothingBeside>
  static HWY_NOINLINE void Run(Rows lhs, const float* b, size_t b_stride,
                               size_t terms, SumCut cut, float* sums,
                               Beside beside = {}) {
    if (cut.has_blocks || terms == 0) ClearSums(cut.levels * kCount, sums);
    for (size_t begin = 0; begin < terms; begin += cut.depth) {
      const size_t end = std::min(begin + cut.depth, terms);
      SumBlock(kSums, lhs, b + begin * b_stride, b_stride, begin, end,
               cut.has_blocks, sums, beside);
      CarrySums(cut.levels, kCount, begin / cut.depth + 1, sums);
    }
    FinishSums(cut.levels, kCount, sums);
    beside.Finish();
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

  template <size_t... kSum, class Rows, class Beside>
  static HWY_INLINE void SumBlock(std::index_sequence<kSum...> sums, Rows lhs,
                                  const float* b, size_t b_stride, size_t begin,
                                  size_t end, bool adds, float* to,
                                  Beside& beside) {
    AddTerms(sums, lhs, b, b_stride, begin, end, adds, to, beside,
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

  template <size_t... kSum, class Beside, class... V, size_t kRowStride>
  static HWY_INLINE void AddTerms(std::index_sequence<kSum...> sums,
                                  StridedRows<kRowStride> lhs,
                                  const float* HWY_RESTRICT b, size_t b_stride,
                                  size_t begin, size_t end, bool adds,
                                  float* to, Beside& beside, V... acc) {
    const float* HWY_RESTRICT a = lhs.first + begin * lhs.step;
    size_t k = begin;
    if constexpr (Beside::kTerms > 0) {
      // A loop of a constant count, which the compiler leaves a loop: all sums
      // stay in registers across Next.
      for (; k + Beside::kTerms <= end; k += Beside::kTerms) {
        for (size_t i = 0; i < Beside::kTerms;
             ++i, a += lhs.step, b += b_stride)
          AddTerm(sums, a, kRowStride, b, acc...);
        beside.Next();
      }
    }
    for (; k < end; ++k, a += lhs.step, b += b_stride)
      AddTerm(sums, a, kRowStride, b, acc...);
    KeepSums(sums, adds, to, acc...);
  }

  template <size_t... kSum, class Beside, class... V, class Lhs>
  static HWY_INLINE void AddTerms(std::index_sequence<kSum...> sums,
                                  PanelRows<Lhs> rows,
                                  const float* HWY_RESTRICT b, size_t b_stride,
                                  size_t begin, size_t end, bool adds,
                                  float* to, Beside&, V... acc) {
    static_assert(Beside::kTerms == 0, "nothing is done beside panels");
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

}  // namespace HWY_NAMESPACE
}  // namespace sinter::kernels
HWY_AFTER_NAMESPACE();

#endif  // per target
