#include <algorithm>
#include <random>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "tests/kernels/sparse_contract_test.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
// foreach_target.h comes first.
#include "hwy/highway.h"
#include "hwy/tests/hwy_gtest.h"
#include "runtime/kernels/contract-inl.h"
#include "runtime/kernels/sparse_contract-inl.h"
#include "tests/kernels/nonzeros_reference.h"
#include "tests/kernels/product-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sinter::kernels::HWY_NAMESPACE {

// What the sparse product must agree with.
template <class S, size_t kBlockDepth>
struct DenseProduct : Results<S> {
  using Lhs = Matrix<S::kM, S::kK, OnePanel(S::kK)>;
  using Rhs = Matrix<S::kK, S::kN, BlockPanels(S::kN)>;
  static constexpr bool kTransposesLhs = false;
  static constexpr RowTiles kTiles = CutRows(S::kM, 1);
  static constexpr size_t kVectors = 1;
  static constexpr size_t kDepth = kBlockDepth;

  const float* lhs_first;
  const float* rhs_first;

  const float* lhs() const { return lhs_first; }
  const float* rhs() const { return rhs_first; }
};

template <class S, size_t kBlockDepth, size_t kGroup, size_t kWidth,
          bool kSkips>
struct SparseProduct : Results<S> {
  static constexpr bool kSkipsZeroSums = kSkips;
  using Lhs = Nonzeros<S::kM, S::kK, kBlockDepth, kGroup>;
  using Rhs = Matrix<S::kK, S::kN, BlockPanels(S::kN)>;
  static constexpr size_t kRows = S::kM;
  static constexpr size_t kVectors = kWidth;

  const Lhs& nonzeros;
  const float* rhs_first;

  const Lhs& lhs() const { return nonzeros; }
  const float* rhs() const { return rhs_first; }
};

// Keeps what is stored.
template <class S, size_t kDepth>
Dense DenseResult(const Dense& lhs, const Dense& rhs) {
  using P = DenseProduct<S, kDepth>;
  StoredMatrix in_blocks(P::InBlocks::kLayout);
  StoredMatrix in_one_panel(P::InOnePanel::kLayout);
  const Panels stored_lhs(lhs, P::Lhs::kLayout);
  const Panels stored_rhs(rhs, P::Rhs::kLayout);
  ContractTiles(
      P{{in_blocks, in_one_panel}, stored_lhs.data(), stored_rhs.data()},
      {0, P::kTiles.count});
  return in_blocks.Values();
}

// What a product that skips groups of rows without nonzeros stores.
inline void MarkZeroGroups(const Dense& lhs, size_t group, Dense& sums) {
  for (size_t first = 0; first < lhs.rows; first += group) {
    const size_t end = std::min(first + group, lhs.rows);
    bool is_zero = true;
    for (size_t row = first; row < end; ++row)
      for (size_t k = 0; k < lhs.cols; ++k) is_zero &= lhs.At(row, k) == 0;
    if (!is_zero) continue;
    for (size_t row = first; row < end; ++row)
      for (size_t col = 0; col < sums.cols; ++col)
        sums.At(row, col) = kZeroMark;
  }
}

template <class S, size_t kDepth, size_t kGroup, size_t kVectors, bool kSkips>
void ExpectBitsOfDense(std::mt19937& random, double share) {
  SCOPED_TRACE(testing::Message()
               << "runs of " << kDepth << ", groups of " << kGroup << " rows, "
               << kVectors << " vectors, share " << share);
  using P = SparseProduct<S, kDepth, kGroup, kVectors, kSkips>;
  const Dense lhs = Filled(S::kM, S::kK, Sparse(random, share));
  const Dense rhs = Filled(S::kK, S::kN, Numbers(random));
  Dense expected = DenseResult<S, kDepth>(lhs, rhs);
  if (kSkips && P::Lhs::kRuns == 1) MarkZeroGroups(lhs, kGroup, expected);
  const NonzerosMemory<typename P::Lhs> nonzeros;
  FillNonzeros(lhs, nonzeros.nonzeros());
  const Panels stored_rhs(rhs, P::Rhs::kLayout);
  const auto product = [&](const Results<S>& results) {
    return P{results, nonzeros.nonzeros(), stored_rhs.data()};
  };
  const auto expect_rows = [&](Range rows) {
    ExpectResults<S>(
        [&](const auto& to) { SparseContractRows(product(to), rows); },
        expected, rows, {0, S::kN});
  };
  const auto expect_blocks = [&](Range blocks, Range rows) {
    ExpectResults<S>(
        [&](const auto& to) {
          SparseContractBlocks(product(to), blocks, rows);
        },
        expected, rows, ColumnsOfBlocks(blocks, S::kN));
  };

  constexpr size_t kMiddle = S::kM / 2 / kGroup * kGroup;
  expect_rows({0, S::kM});
  expect_rows({0, kMiddle});
  expect_rows({kMiddle, S::kM});
  const size_t blocks = CountBlocks(S::kN);
  expect_blocks({0, blocks}, {0, S::kM});
  for (size_t block = 0; block < blocks; ++block)
    expect_blocks({block, block + 1}, {0, kMiddle});
  expect_blocks({1, blocks}, {kMiddle, S::kM});
}

template <class S, size_t kDepth, size_t kGroup, size_t kVectors,
          bool kSkips = false>
void ExpectSparseProduct() {
  std::mt19937 random(S::kM + S::kK + S::kN);
  for (double share : {0.0, 0.2, 1.0})
    ExpectBitsOfDense<S, kDepth, kGroup, kVectors, kSkips>(random, share);
}

void ProductsOfOneRun() {
  ExpectSparseProduct<Shape<1, 1, 1>, 1, 1, 1>();
  ExpectSparseProduct<Shape<1, 60, 70>, 60, 1, 8>();
  ExpectSparseProduct<Shape<7, 33, 49>, 40, 1, 2>();
  ExpectSparseProduct<Shape<7, 33, 49>, 33, 2, 4>();
}

void ProductsOfSeveralRuns() {
  ExpectSparseProduct<Shape<5, 300, 128>, 112, 1, 8>();
  ExpectSparseProduct<Shape<6, 50, 33>, 9, 1, 2>();
  ExpectSparseProduct<Shape<9, 50, 70>, 16, 2, 4>();
}

// In several runs they go the usual way.
void ProductsThatSkipRowsOfZeros() {
  ExpectSparseProduct<Shape<31, 2, 64>, 2, 2, 4, true>();
  ExpectSparseProduct<Shape<7, 3, 32>, 3, 1, 2, true>();
  ExpectSparseProduct<Shape<9, 50, 64>, 16, 2, 4, true>();
}

// More rows than have room for their sums at once, and trees of several levels.
void ProductsOfManyRows() {
  ExpectSparseProduct<Shape<301, 20, 10>, 7, 1, 1>();
  ExpectSparseProduct<Shape<131, 300, 17>, 9, 2, 1>();
  ExpectSparseProduct<Shape<131, 260, 10>, 1, 2, 2>();
}

}  // namespace sinter::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sinter::kernels {

HWY_BEFORE_TEST(SparseContractTest);
HWY_EXPORT_AND_TEST_P(SparseContractTest, ProductsOfOneRun);
HWY_EXPORT_AND_TEST_P(SparseContractTest, ProductsOfSeveralRuns);
HWY_EXPORT_AND_TEST_P(SparseContractTest, ProductsThatSkipRowsOfZeros);
HWY_EXPORT_AND_TEST_P(SparseContractTest, ProductsOfManyRows);

}  // namespace sinter::kernels
#endif  // HWY_ONCE
