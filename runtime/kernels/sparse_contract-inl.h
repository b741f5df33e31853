// A product of matrices that walks over the nonzero elements of lhs.
//
// Its type P is that of contract-inl.h, but lhs() are the Nonzeros of lhs, as
// [m, k] in any case, with kRows rows; the runs of the Nonzeros take the place
// of kDepth, and there are no tiles of rows.
//
// Blocks of columns are outer: as wide as accumulators hide the latency of a
// multiply-add. Within one comes one run of terms after the other, as long as a
// block of the dense product, so that sums are the same to the bit, and in a
// run all rows: the run's part of rhs stays in the first cache while the rows
// stream.
//
// With P::kSkipsZeroSums a group of rows without nonzero elements goes to
// StoreZero; where a sum is of several runs, it does not matter.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "runtime/kernels/matrix.h"
#include "runtime/kernels/nonzeros.h"

// Once for each SIMD target: Highway's way of a header for all of them.
#if defined(SINTER_RUNTIME_KERNELS_SPARSE_CONTRACT_INL_H_) == \
    defined(HWY_TARGET_TOGGLE)
#ifdef SINTER_RUNTIME_KERNELS_SPARSE_CONTRACT_INL_H_
#undef SINTER_RUNTIME_KERNELS_SPARSE_CONTRACT_INL_H_
#else
#define SINTER_RUNTIME_KERNELS_SPARSE_CONTRACT_INL_H_
#endif

#include "runtime/kernels/column_tiles-inl.h"
#include "runtime/kernels/place-inl.h"
#include "runtime/kernels/sums-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sinter::kernels {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// Rows whose sums are kept between runs, on the stack: 64 KB for 8 vectors. A
// tree of sums has fewer rows, so that all its levels take no more.
constexpr size_t kMostSumRows = 128;

// kVectors vectors of columns.
template <class P, size_t kVectors>
class SparseColumns {
 public:
  static HWY_NOINLINE void Run(const P& p, Range rows, size_t col) {
    const float* HWY_RESTRICT b = p.rhs() + P::Rhs::Offset(0, col);
    if constexpr (Lhs::kRuns == 1)
      SumAtOnce(p, rows, col, b);
    else
      SumRuns(p, rows, col, b);
  }

 private:
  using Lhs = typename P::Lhs;
  using Vectors = typename P::Rhs::template Vectors<kVectors>;
  static constexpr auto d = kFloats;
  // Sum i is vector i % kVectors of the group's row i / kVectors.
  static constexpr std::make_index_sequence<Lhs::kGroup * kVectors> kSums = {};
  static constexpr size_t kLevels =
      SumLevels(Lhs::kRuns * Lhs::kRun, Lhs::kRun);
  // Whole groups.
  static constexpr size_t kSumRows =
      std::min(kMostSumRows / kLevels / Lhs::kGroup * Lhs::kGroup,
               Lhs::kGroups* Lhs::kGroup);

  // The sums are complete after one run.
  static HWY_INLINE void SumAtOnce(const P& p, Range rows, size_t col,
                                   const float* HWY_RESTRICT b) {
    const Lhs& lhs = p.lhs();
    for (size_t row = rows.begin; row < rows.end; row += Lhs::kGroup) {
      if constexpr (kSkipsZeroSums<P>)
        if (lhs.Begin(row, 0) == lhs.End(row, 0)) {
          StoreZeros(kSums, p, row, col);
          continue;
        }
      StoreGroup(kSums, p, row, col, b);
    }
  }

  static HWY_INLINE void SumRuns(const P& p, Range rows, size_t col,
                                 const float* HWY_RESTRICT b) {
    const size_t N = hn::Lanes(d);
    for (size_t first = rows.begin; first < rows.end; first += kSumRows) {
      const size_t last = std::min(first + kSumRows, rows.end);
      HWY_ALIGN float sums[kLevels * kSumRows * kVectors * kLaneMultiple];
      ClearSums(kLevels * kSumRows * kVectors, sums);
      for (size_t run = 0; run < Lhs::kRuns; ++run) {
        for (size_t row = first; row < last; row += Lhs::kGroup)
          AddRun(kSums, p, row, run, col, b,
                 sums + (row - first) * kVectors * N);
        CarrySums(kLevels, kSumRows * kVectors, run + 1, sums);
      }
      FinishSums(kLevels, kSumRows * kVectors, sums);
      for (size_t row = first; row < last; row += Lhs::kGroup)
        StoreSums(kSums, p, row, col, sums + (row - first) * kVectors * N);
    }
  }

  template <size_t... kSum>
  static HWY_INLINE void StoreGroup(std::index_sequence<kSum...> sums,
                                    const P& p, size_t row, size_t col,
                                    const float* HWY_RESTRICT b) {
    SumAndStore(sums, p, row, col, b,
                (static_cast<void>(kSum), hn::Zero(d))...);
  }

  template <size_t... kSum, class... V>
  static HWY_INLINE void SumAndStore(std::index_sequence<kSum...> sums,
                                     const P& p, size_t row, size_t col,
                                     const float* HWY_RESTRICT b, V... acc) {
    AddTerms(sums, p, row, 0, col, b, acc...);
    const typename P::Stored at(row, col);
    (StoreSum<kSum>(p, acc, at), ...);
  }

  // Adds one run of a group of rows to `to`.
  template <size_t... kSum>
  static HWY_INLINE void AddRun(std::index_sequence<kSum...> sums, const P& p,
                                size_t row, size_t run, size_t col,
                                const float* HWY_RESTRICT b, float* to) {
    SumAndAdd(sums, p, row, run, col, b, to,
              (static_cast<void>(kSum), hn::Zero(d))...);
  }

  template <size_t... kSum, class... V>
  static HWY_INLINE void SumAndAdd(std::index_sequence<kSum...> sums,
                                   const P& p, size_t row, size_t run,
                                   size_t col, const float* HWY_RESTRICT b,
                                   float* to, V... acc) {
    AddTerms(sums, p, row, run, col, b, acc...);
    const size_t N = hn::Lanes(d);
    (AddTo(d, acc, to + kSum * N), ...);
  }

  template <size_t... kSum>
  static HWY_INLINE void StoreSums(std::index_sequence<kSum...>, const P& p,
                                   size_t row, size_t col, const float* from) {
    const size_t N = hn::Lanes(d);
    const typename P::Stored at(row, col);
    (StoreSum<kSum>(p, hn::Load(d, from + kSum * N), at), ...);
  }

  // acc = one run's terms of a group of rows.
  template <class Sums, class... V>
  static HWY_INLINE void AddTerms(Sums sums, const P& p, size_t row, size_t run,
                                  size_t col, const float* HWY_RESTRICT b,
                                  V&... acc) {
    const size_t b_stride = P::Rhs::Stride(col);
    const Lhs& lhs = p.lhs();
    const float* HWY_RESTRICT values = lhs.Values(row);
    const uint32_t* HWY_RESTRICT columns = lhs.Columns(row);
    const size_t end = lhs.End(row, run);
    for (size_t i = lhs.Begin(row, run); i < end; ++i)
      AddTerm(sums, values + Lhs::kGroup * i, b + columns[i] * b_stride,
              acc...);
  }

  // One term of each sum.
  template <size_t... kSum, class... V>
  static HWY_INLINE void AddTerm(std::index_sequence<kSum...>,
                                 const float* HWY_RESTRICT a,
                                 const float* HWY_RESTRICT b, V&... acc) {
    const size_t N = hn::Lanes(d);
    ((acc = hn::MulAdd(hn::Set(d, a[kSum / kVectors]),
                       hn::Load(d, b + Vectors::Offset(kSum % kVectors * N)),
                       acc)),
     ...);
  }

  template <size_t... kSum>
  static HWY_INLINE void StoreZeros(std::index_sequence<kSum...>, const P& p,
                                    size_t row, size_t col) {
    const typename P::Stored at(row, col);
    (StoreZero<kSum>(p, at), ...);
  }

  // The last group may have fewer rows than it has room for.
  template <size_t kRow>
  static HWY_INLINE bool HasRow(const typename P::Stored& at) {
    constexpr size_t kRest = P::kRows % Lhs::kGroup;
    return kRest == 0 || kRow < kRest || at.row + kRow < P::kRows;
  }

  template <size_t kSum, class V>
  static HWY_INLINE void StoreSum(const P& p, V acc,
                                  const typename P::Stored& at) {
    constexpr size_t kRow = kSum / kVectors;
    if (HasRow<kRow>(at))
      at.template Store<kVectors>(p, d, acc, kRow, kSum % kVectors);
  }

  template <size_t kSum>
  static HWY_INLINE void StoreZero(const P& p, const typename P::Stored& at) {
    constexpr size_t kRow = kSum / kVectors;
    if (HasRow<kRow>(at))
      at.template StoreZero<kVectors>(p, d, kRow, kSum % kVectors);
  }
};

template <class P>
struct SparseRows {
  const P& p;
  Range rows;

  template <size_t kVectors>
  HWY_INLINE void Columns(size_t col) const {
    SparseColumns<P, kVectors>::Run(p, rows, col);
  }
};

// These rows, all columns.
template <class P>
HWY_INLINE void SparseContractRows(const P& p, Range rows) {
  ForAllColumns<P::Rhs::kCols, P::kVectors>(SparseRows<P>{p, rows});
}

// These blocks of columns of these rows.
template <class P>
HWY_INLINE void SparseContractBlocks(const P& p, Range blocks, Range rows) {
  ForColumnBlocks<P::Rhs::kCols, P::kVectors>(blocks, SparseRows<P>{p, rows});
}

}  // namespace HWY_NAMESPACE
}  // namespace sinter::kernels
HWY_AFTER_NAMESPACE();

#endif  // per target
