#include <random>
#include <vector>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "tests/kernels/sparse_window_test.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
// foreach_target.h comes first.
#include "hwy/highway.h"
#include "hwy/tests/hwy_gtest.h"
#include "runtime/kernels/sparse_window-inl.h"
#include "tests/kernels/convolution-inl.h"

#ifndef SINTER_TESTS_KERNELS_SPARSE_WINDOW_TEST_ONCE
#define SINTER_TESTS_KERNELS_SPARSE_WINDOW_TEST_ONCE
namespace sinter::kernels {

// Zero but for about this share of the elements.
inline void Thin(std::mt19937& random, double share, Dense& matrix) {
  std::bernoulli_distribution is_kept(share);
  for (size_t row = 0; row < matrix.rows; ++row)
    for (size_t col = 0; col < matrix.cols; ++col)
      if (!is_kept(random)) matrix.At(row, col) = 0.0f;
}

inline constexpr double kShares[] = {0.0, 0.15, 1.0};

// Every tap reads a pixel: 2 x 3 and 3 x 3 taps, one with a stride, one with
// rows of taps that skip rows.
inline constexpr Window kInside = {{4, 3, 2, 1, 1, 0}, {6, 4, 3, 1, 1, 0}};
inline constexpr Window kSquare = {{7, 5, 3, 1, 1, 0}, {6, 4, 3, 1, 1, 0}};
inline constexpr Window kTallRows = {{7, 2, 3, 2, 2, 0}, {5, 4, 2, 1, 1, 0}};

}  // namespace sinter::kernels
#endif  // SINTER_TESTS_KERNELS_SPARSE_WINDOW_TEST_ONCE

HWY_BEFORE_NAMESPACE();
namespace sinter::kernels::HWY_NAMESPACE {

// dx as a scalar loop makes it, whose terms are those of WindowTiles.
template <class S, class C, Window kSlides>
void ExpectSparseInput() {
  using P = Convolution<S, C, kSlides, /*kFromOutputs=*/true>;
  SCOPED_TRACE(testing::Message()
               << S::kBatch << " samples, " << S::kFrom << " to " << S::kTo
               << " channels, blocks of " << P::kDepth);
  std::mt19937 random(S::kFrom + S::kTo);
  for (double share : kShares) {
    Factors factors(random, /*of_integers=*/false, S::kBatch, P::Lhs::kCols,
                    P::kTerms, S::kTo);
    Thin(random, share, factors.lhs);
    const Panels lhs(factors.lhs, P::Lhs::kLayout);
    const Panels rhs(factors.rhs, P::Rhs::kLayout);
    const Dense expected =
        Convolved<S>(kSlides, true, factors, P::kDepth, P::kLevels);
    for (Range tiles : {Range{0, P::kTiles.count}, Range{1, P::kTiles.count}}) {
      StoredMatrix narrow(P::Narrow::kLayout);
      StoredMatrix wide(P::Wide::kLayout);
      SparseWindowTiles(P{lhs.data(), rhs.data(), narrow, wide}, tiles);
      const Range rows = {P::kTiles.Row(tiles.begin), P::kTiles.Row(tiles.end)};
      narrow.Expect(expected, rows, {0, P::kMadeCols});
      wide.Expect(expected, rows, {0, P::kMadeCols});
    }
  }
}

template <class S, class C, Window kSlides>
void ExpectSparseWeights() {
  using P = GradientOfWeights<S, C, kSlides>;
  constexpr size_t kGroups = (S::kTo + kSparseGroup - 1) / kSparseGroup;
  std::mt19937 random(S::kFrom + S::kTo);
  for (double share : kShares) {
    Factors factors(random, /*of_integers=*/false, S::kBatch, P::Lhs::kCols,
                    S::kBatch, P::kRhsCols);
    Thin(random, share, factors.rhs);
    const Panels lhs(factors.lhs, P::Lhs::kLayout);
    const Panels rhs(factors.rhs, P::Rhs::kLayout);
    for (size_t samples : {size_t{0}, size_t{1}, S::kBatch}) {
      const Dense expected =
          WeightsGradient<S>(kSlides, factors, samples, P::kDepth,
                             SumLevels(P::kTerms, P::kDepth));
      for (Range groups : {Range{0, kGroups}, Range{kGroups / 2, kGroups}})
        ExpectResults<typename P::Shape>(
            [&](const Results<typename P::Shape>& results) {
              SparseWindowWeights(P{results, lhs.data(), rhs.data(), samples},
                                  groups);
            },
            expected, {0, P::Shape::kM},
            {groups.begin * kSparseGroup,
             std::min(groups.end * kSparseGroup, S::kTo)});
    }
  }
}

// Blocks of some taps, of one, and several in one.
void SparseInputsOfAllWindows() {
  ExpectSparseInput<Channels<3, 3, 16>, WindowCut<2, 1, 6>, kSame>();
  ExpectSparseInput<Channels<2, 2, 9>, WindowCut<1, 2, 100>, kStrided>();
  ExpectSparseInput<Channels<3, 8, 5>, WindowCut<2, 1, 4>, kSkipping>();
  ExpectSparseInput<Channels<2, 6, 7>, WindowCut<1, 1, 6>, kDilated>();
  ExpectSparseInput<Channels<2, 18, 17>, WindowCut<1, 2, 9>, kLarger>();
  ExpectSparseInput<Channels<2, 3, 10>, WindowCut<1, 1, 3>, kBeyond>();
  ExpectSparseInput<Channels<2, 17, 5>, WindowCut<1, 1, 17>, kInside>();
  ExpectSparseInput<Channels<2, 4, 33>, WindowCut<1, 1, 8>, kSquare>();
  ExpectSparseInput<Channels<2, 1, 1>, WindowCut<1, 1, 1>, kOnePixel>();
}

template <size_t... kMade>
void ExpectSparseInputsOfChannels() {
  (ExpectSparseInput<Channels<2, 2, kMade>, WindowCut<1, 2, 4>, kInside>(),
   ...);
}

// Up to more than the widest tile of any target.
void SparseInputsOfAllChannels() {
  ExpectSparseInputsOfChannels<1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33,
                               127, 161>();
}

// One level of the tree of sums is full.
void SparseInputsOfManyBlocks() {
  ExpectSparseInput<Channels<2, 6, 5>, WindowCut<1, 1, 2>, kSame>();
  ExpectSparseInput<Channels<2, 2, 5>, WindowCut<1, 1, 1>, kSquare>();
}

void SparseWeightsOfAllWindows() {
  ExpectSparseWeights<Channels<3, 6, 16>, WindowCut<2, 1, 30>, kInside>();
  ExpectSparseWeights<Channels<2, 7, 9>, WindowCut<2, 2, 100>, kSquare>();
  ExpectSparseWeights<Channels<3, 8, 5>, WindowCut<3, 1, 5>, kTallRows>();
  ExpectSparseWeights<Channels<3, 9, 33>, WindowCut<1, 1, 17>, kStrided>();
  ExpectSparseWeights<Channels<3, 16, 20>, WindowCut<1, 1, 3>, kSkipping>();
  ExpectSparseWeights<Channels<1, 1, 1>, WindowCut<1, 1, 1>, kOnePixel>();
}

template <size_t... kFrom>
void ExpectSparseWeightsOfChannels() {
  (ExpectSparseWeights<Channels<2, kFrom, 17>, WindowCut<1, 1, 7>, kInside>(),
   ...);
}

void SparseWeightsOfAllChannels() {
  ExpectSparseWeightsOfChannels<1, 2, 3, 5, 7, 8, 15, 16, 17, 31, 33, 90>();
}

// One level of the tree of sums is full.
void SparseWeightsOfManyBlocks() {
  ExpectSparseWeights<Channels<4, 5, 3>, WindowCut<2, 1, 2>, kSquare>();
}

}  // namespace sinter::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sinter::kernels {

HWY_BEFORE_TEST(SparseWindowTest);
HWY_EXPORT_AND_TEST_P(SparseWindowTest, SparseInputsOfAllWindows);
HWY_EXPORT_AND_TEST_P(SparseWindowTest, SparseInputsOfAllChannels);
HWY_EXPORT_AND_TEST_P(SparseWindowTest, SparseInputsOfManyBlocks);
HWY_EXPORT_AND_TEST_P(SparseWindowTest, SparseWeightsOfAllWindows);
HWY_EXPORT_AND_TEST_P(SparseWindowTest, SparseWeightsOfAllChannels);
HWY_EXPORT_AND_TEST_P(SparseWindowTest, SparseWeightsOfManyBlocks);

}  // namespace sinter::kernels
#endif  // HWY_ONCE
