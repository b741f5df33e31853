#include <algorithm>
#include <cmath>
#include <functional>
#include <random>
#include <vector>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "tests/kernels/contract_test.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
// foreach_target.h comes first.
#include "hwy/highway.h"
#include "hwy/tests/hwy_gtest.h"
#include "runtime/kernels/contract-inl.h"
#include "tests/kernels/product-inl.h"

#ifndef SINTER_TESTS_KERNELS_CONTRACT_TEST_ONCE
#define SINTER_TESTS_KERNELS_CONTRACT_TEST_ONCE
namespace sinter::kernels {

// How a product is cut: tiles of at most kHeightOfTile rows and kWidth vectors,
// blocks of kBlockDepth terms.
template <size_t kHeightOfTile, size_t kWidth, size_t kBlockDepth>
struct Cut {
  static constexpr size_t kHeight = kHeightOfTile;
  static constexpr size_t kVectors = kWidth;
  static constexpr size_t kDepth = kBlockDepth;
};

enum class LhsIs { kOnePanel, kPanels, kTransposed };
enum class RhsIs { kOnePanel, kBlockPanels };

// float32 products of two matrices, of which `terms` are added up. They
// must be exact, since not every target has fused multiply-adds.
inline Dense ProductOf(const Dense& lhs, const Dense& rhs, size_t terms,
                       size_t depth, size_t levels) {
  Dense result(lhs.rows, rhs.cols);
  for (size_t row = 0; row < lhs.rows; ++row)
    for (size_t col = 0; col < rhs.cols; ++col) {
      std::vector<float> products(terms);
      for (size_t k = 0; k < terms; ++k)
        products[k] = lhs.At(row, k) * rhs.At(k, col);
      result.At(row, col) = SumOf(products, depth, levels);
    }
  return result;
}

}  // namespace sinter::kernels
#endif  // SINTER_TESTS_KERNELS_CONTRACT_TEST_ONCE

HWY_BEFORE_NAMESPACE();
namespace sinter::kernels::HWY_NAMESPACE {

template <class S, class C, LhsIs kLhs, RhsIs kRhs, bool kSkips>
struct Product : Results<S> {
  using Shape = S;
  static constexpr bool kSkipsZeroSums = kSkips;
  static constexpr bool kTransposesLhs = kLhs == LhsIs::kTransposed;
  static constexpr size_t kRhsPanel =
      kRhs == RhsIs::kOnePanel ? OnePanel(S::kN) : BlockPanels(S::kN);
  static constexpr size_t kLhsPanel =
      kLhs == LhsIs::kPanels ? 32 : OnePanel(kTransposesLhs ? S::kM : S::kK);

  using Lhs =
      std::conditional_t<kTransposesLhs, Matrix<S::kK, S::kM, kLhsPanel>,
                         Matrix<S::kM, S::kK, kLhsPanel>>;
  using Rhs = Matrix<S::kK, S::kN, kRhsPanel>;

  static constexpr RowTiles kTiles = CutRows(S::kM, C::kHeight);
  static constexpr size_t kVectors = C::kVectors;
  static constexpr size_t kDepth = C::kDepth;
  static constexpr size_t kLevels = SumLevels(S::kK, C::kDepth);

  const float* lhs_first;
  const float* rhs_first;
  size_t term_count;

  const float* lhs() const { return lhs_first; }
  const float* rhs() const { return rhs_first; }
  size_t terms() const { return term_count; }
};

// What a product that skips zero sums stores: a vector is zero or is not.
inline void MarkZeroVectors(Dense& sums) {
  const size_t N = hn::Lanes(kFloats);
  for (size_t row = 0; row < sums.rows; ++row)
    for (size_t col = 0; col < sums.cols; col += N) {
      float* const first = &sums.At(row, col);
      if (std::all_of(first, first + N, [](float sum) { return sum == 0; }))
        std::fill_n(first, N, kZeroMark);
    }
}

// Of small integers where sums are exact in any order, else such that it counts
// in which they are added up.
template <class P>
class Case {
 public:
  Case(std::mt19937& random, bool of_integers, size_t terms)
      : lhs_(Filled(kM, kK,
                    of_integers ? SmallIntegers(random) : PowersOfTwo(random))),
        rhs_(Filled(kK, kN,
                    of_integers ? SmallIntegers(random) : Numbers(random))),
        terms_(terms),
        stored_lhs_(P::kTransposesLhs ? lhs_.Transposed() : lhs_,
                    P::Lhs::kLayout),
        stored_rhs_(rhs_, P::Rhs::kLayout),
        expected_(ProductOf(lhs_, rhs_, terms, P::kDepth, P::kLevels)) {
    if (P::kSkipsZeroSums) MarkZeroVectors(expected_);
  }

  // run(product) should give these rows and columns.
  template <class Run>
  void Expect(const Run& run, Range rows, Range cols) const {
    SCOPED_TRACE(testing::Message()
                 << terms_ << " terms in blocks of " << P::kDepth << ", tiles "
                 << P::kTiles.rows << " x " << P::kVectors);
    ExpectResults<typename P::Shape>(
        [&](const Results<typename P::Shape>& results) {
          run(P{results, stored_lhs_.data(), stored_rhs_.data(), terms_});
        },
        expected_, rows, cols);
  }

 private:
  static constexpr size_t kM = P::Shape::kM;
  static constexpr size_t kK = P::Shape::kK;
  static constexpr size_t kN = P::Shape::kN;

  Dense lhs_;
  Dense rhs_;
  size_t terms_;
  Panels stored_lhs_;
  Panels stored_rhs_;
  Dense expected_;
};

inline Range RowsOfTiles(const RowTiles& cut, Range tiles) {
  return {cut.Row(tiles.begin), cut.Row(tiles.end)};
}

template <class P>
void ExpectBlocks(const Case<P>& product, Range blocks, Range tiles) {
  product.Expect([&](const P& p) { ContractBlocks(p, blocks, tiles); },
                 RowsOfTiles(P::kTiles, tiles),
                 ColumnsOfBlocks(blocks, P::Rhs::kCols));
}

template <class P>
void ExpectTiles(const Case<P>& product, Range tiles) {
  product.Expect([&](const P& p) { ContractTiles(p, tiles); },
                 RowsOfTiles(P::kTiles, tiles), {0, P::Rhs::kCols});
}

template <class P>
void ExpectAllCuts(const Case<P>& product) {
  constexpr size_t kTiles = P::kTiles.count;
  constexpr size_t kMiddle = (kTiles + 1) / 2;
  const size_t blocks = CountBlocks(P::Rhs::kCols);
  ExpectTiles(product, {0, kTiles});
  ExpectTiles(product, {0, kMiddle});
  ExpectTiles(product, {kMiddle, kTiles});
  ExpectBlocks(product, {0, blocks}, {0, kTiles});
  for (size_t block = 0; block < blocks; ++block)
    ExpectBlocks(product, {block, block + 1}, {kMiddle - 1, kTiles});
  ExpectBlocks(product, {1, blocks}, {0, kMiddle});
  ExpectBlocks(product, {1, 1}, {0, kTiles});
}

// P, whose tiles are stored beside the sums of the next.
template <class P>
struct StoredLater : P {
  static constexpr size_t kTermsAStore = 4;
};

// P, whose rhs is made panel by panel.
template <class P>
struct FromTransposed : P {
  using Transposed = Matrix<P::Rhs::kCols, P::Rhs::kRows, P::kRhsPanel>;

  const float* transposed_first;
  float* room_first;

  const float* transposed() const { return transposed_first; }
  float* room() const { return room_first; }
};

// The results are those of a rhs that is there, for any blocks; every place in
// `room` that is not the first block's stays as it was.
template <class P>
void ExpectOfTransposed(std::mt19937& random) {
  using Shape = typename P::Shape;
  const Dense lhs = Filled(Shape::kM, Shape::kK, SmallIntegers(random));
  const Dense rhs = Filled(Shape::kK, Shape::kN, SmallIntegers(random));
  const Panels stored_lhs(lhs, P::Lhs::kLayout);
  const Panels stored_transposed(rhs.Transposed(),
                                 FromTransposed<P>::Transposed::kLayout);
  const size_t blocks = CountBlocks(Shape::kN);
  for (size_t begin = 0; begin < blocks; ++begin)
    for (size_t end = begin; end <= blocks; ++end) {
      Panels room(Filled(Shape::kK, Shape::kN, [] { return 7.5f; }),
                  P::Rhs::kLayout);
      ExpectResults<Shape>(
          [&](const Results<Shape>& results) {
            const P product{results, stored_lhs.data(), nullptr, Shape::kK};
            ContractTransposed(
                FromTransposed<P>{product, stored_transposed.data(),
                                  room.data()},
                {begin, end}, {0, P::kTiles.count});
          },
          ProductOf(lhs, rhs, Shape::kK, P::kDepth, P::kLevels), {0, Shape::kM},
          ColumnsOfBlocks({begin, end}, Shape::kN));
      for (size_t col = 0; col < Shape::kN; ++col) {
        if (begin < end && col / kColumnBlock == begin) continue;
        EXPECT_EQ(room.data()[P::Rhs::Offset(0, col)], 7.5f);
      }
    }
}

// A partial batch has fewer terms where lhs is transposed, fewer rows else.
template <class P>
void ExpectPartialBatches(std::mt19937& random, bool of_integers) {
  if constexpr (P::kTransposesLhs) {
    for (size_t terms = 1; terms < P::Rhs::kRows;
         terms += std::max<size_t>(1, P::Rhs::kRows / 5))
      ExpectTiles<P>({random, of_integers, terms}, {0, P::kTiles.count});
  } else {
    const Case<P> product(random, of_integers, P::Rhs::kRows);
    for (size_t samples : {0, 1, 2, 5, 14})
      ExpectTiles(product, {0, P::kTiles.Covering(samples)});
  }
}

template <class P>
void ExpectCutsAndBatches() {
  using Shape = typename P::Shape;
  std::mt19937 random(Shape::kM + Shape::kK + Shape::kN);
  for (bool of_integers : {true, false}) {
    ExpectAllCuts(Case<P>(random, of_integers, Shape::kK));
    ExpectPartialBatches<P>(random, of_integers);
  }
}

template <class S, class C, LhsIs kLhs = LhsIs::kOnePanel,
          RhsIs kRhs = RhsIs::kBlockPanels, bool kSkips = false>
void ExpectProduct() {
  using P = Product<S, C, kLhs, kRhs, kSkips>;
  ExpectCutsAndBatches<P>();
  if constexpr (P::kTransposesLhs) ExpectCutsAndBatches<StoredLater<P>>();
}

void ProductsOfSingleRows() {
  ExpectProduct<Shape<1, 1, 1>, Cut<1, 1, 1>>();
  ExpectProduct<Shape<1, 300, 70>, Cut<1, 8, 100>>();
  ExpectProduct<Shape<2, 20, 128>, Cut<1, 8, 20>, LhsIs::kPanels>();
  ExpectProduct<Shape<1, 40, 49>, Cut<1, 4, 40>, LhsIs::kOnePanel,
                RhsIs::kOnePanel>();
}

void ProductsOfTiles() {
  ExpectProduct<Shape<13, 40, 33>, Cut<6, 2, 40>>();
  ExpectProduct<Shape<13, 17, 31>, Cut<13, 1, 20>>();
  ExpectProduct<Shape<15, 60, 70>, Cut<4, 2, 7>, LhsIs::kOnePanel,
                RhsIs::kOnePanel>();
  ExpectProduct<Shape<3, 33, 70>, Cut<2, 4, 16>>();
}

void ProductsOfLhsInPanels() {
  ExpectProduct<Shape<11, 300, 48>, Cut<6, 2, 64>, LhsIs::kPanels>();
  ExpectProduct<Shape<2, 33, 10>, Cut<1, 2, 32>, LhsIs::kPanels>();
}

void ProductsOfTransposedLhs() {
  ExpectProduct<Shape<7, 5, 10>, Cut<4, 2, 5>, LhsIs::kTransposed>();
  ExpectProduct<Shape<15, 128, 40>, Cut<6, 2, 50>, LhsIs::kTransposed>();
  ExpectProduct<Shape<9, 60, 97>, Cut<2, 4, 60>, LhsIs::kTransposed>();
}

template <class S, class C>
void ExpectProductOfTransposed() {
  std::mt19937 random(S::kM + S::kK + S::kN);
  ExpectOfTransposed<
      Product<S, C, LhsIs::kOnePanel, RhsIs::kBlockPanels, false>>(random);
  ExpectOfTransposed<Product<S, C, LhsIs::kPanels, RhsIs::kOnePanel, false>>(
      random);
}

void ProductsOfTransposedRhs() {
  ExpectProductOfTransposed<Shape<13, 64, 97>, Cut<6, 2, 64>>();
  ExpectProductOfTransposed<Shape<5, 37, 64>, Cut<4, 1, 32>>();
  ExpectProductOfTransposed<Shape<1, 150, 70>, Cut<1, 4, 64>>();
}

// Of few terms, of which some are zero: whole vectors, and parts of some.
void ProductsThatSkipZeroSums() {
  ExpectProduct<Shape<13, 1, 64>, Cut<6, 2, 1>, LhsIs::kTransposed,
                RhsIs::kBlockPanels, true>();
  ExpectProduct<Shape<9, 2, 32>, Cut<4, 1, 2>, LhsIs::kOnePanel,
                RhsIs::kBlockPanels, true>();
}

// One level of the tree is full, and so is the next.
void ProductsOfManyBlocks() {
  ExpectProduct<Shape<3, 257, 17>, Cut<2, 1, 1>>();
  ExpectProduct<Shape<5, 256, 16>, Cut<3, 1, 15>, LhsIs::kTransposed>();
}

}  // namespace sinter::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sinter::kernels {

HWY_BEFORE_TEST(ContractTest);
HWY_EXPORT_AND_TEST_P(ContractTest, ProductsOfSingleRows);
HWY_EXPORT_AND_TEST_P(ContractTest, ProductsOfTiles);
HWY_EXPORT_AND_TEST_P(ContractTest, ProductsOfLhsInPanels);
HWY_EXPORT_AND_TEST_P(ContractTest, ProductsOfTransposedLhs);
HWY_EXPORT_AND_TEST_P(ContractTest, ProductsOfTransposedRhs);
HWY_EXPORT_AND_TEST_P(ContractTest, ProductsThatSkipZeroSums);
HWY_EXPORT_AND_TEST_P(ContractTest, ProductsOfManyBlocks);

}  // namespace sinter::kernels
#endif  // HWY_ONCE
