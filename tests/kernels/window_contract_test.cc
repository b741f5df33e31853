#include <random>
#include <vector>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "tests/kernels/window_contract_test.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
// foreach_target.h comes first.
#include "hwy/highway.h"
#include "hwy/tests/hwy_gtest.h"
#include "runtime/kernels/window_contract-inl.h"
#include "tests/kernels/convolution-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sinter::kernels::HWY_NAMESPACE {

// All tiles, some of them, and those of batches that are not full.
inline std::vector<Range> RangesOfTiles(const RowTiles& cut) {
  std::vector<Range> ranges = {{0, cut.count}};
  if (cut.count > 1) ranges.push_back({cut.count / 2, cut.count});
  for (size_t samples : {0, 1, 3}) ranges.push_back({0, cut.Covering(samples)});
  return ranges;
}

template <class S, class C, Window kSlides, bool kFromOutputs>
void ExpectDirection() {
  using P = Convolution<S, C, kSlides, kFromOutputs>;
  SCOPED_TRACE(testing::Message()
               << S::kBatch << " samples, " << S::kFrom << " to " << S::kTo
               << " channels, blocks of " << P::kDepth << ", tiles "
               << P::kTiles.rows << " x " << P::kVectors
               << (kFromOutputs ? ", inverse" : ""));
  std::mt19937 random(S::kFrom + S::kTo);
  for (bool of_integers : {true, false}) {
    const Factors factors(random, of_integers, S::kBatch, P::Lhs::kCols,
                          P::kTerms, S::kTo);
    const Panels lhs(factors.lhs, P::Lhs::kLayout);
    const Panels rhs(factors.rhs, P::Rhs::kLayout);
    const Dense expected =
        Convolved<S>(kSlides, kFromOutputs, factors, P::kDepth, P::kLevels);
    for (Range tiles : RangesOfTiles(P::kTiles)) {
      StoredMatrix narrow(P::Narrow::kLayout);
      StoredMatrix wide(P::Wide::kLayout);
      WindowTiles(P{lhs.data(), rhs.data(), narrow, wide}, tiles);
      const Range rows = {P::kTiles.Row(tiles.begin), P::kTiles.Row(tiles.end)};
      narrow.Expect(expected, rows, {0, P::kMadeCols});
      wide.Expect(expected, rows, {0, P::kMadeCols});
    }
  }
}

template <class S, class C, Window kSlides>
void ExpectConvolution() {
  ExpectDirection<S, C, kSlides, false>();
  ExpectDirection<S, C, kSlides, true>();
}

// Tasks first .. last - 1, and what they should make.
template <class P>
void ExpectTasks(const Dense& expected, const Panels& lhs, const Panels& rhs,
                 size_t samples, Range tasks) {
  constexpr size_t kChannels = P::Lhs::kCols / P::kWindow.Inputs();
  const auto row = [](size_t task) {
    return task / P::kTiles.count * kChannels +
           P::kTiles.Row(task % P::kTiles.count);
  };
  ExpectResults<typename P::Shape>(
      [&](const Results<typename P::Shape>& results) {
        WindowWeights(P{results, lhs.data(), rhs.data(), samples}, tasks);
      },
      expected, {row(tasks.begin), row(tasks.end)}, {0, P::kCols});
}

template <class S, class C, Window kSlides>
void ExpectWeights() {
  using P = GradientOfWeights<S, C, kSlides>;
  constexpr size_t kTasks = kSlides.Taps() * P::kTiles.count;
  std::mt19937 random(S::kFrom + S::kTo);
  for (bool of_integers : {true, false}) {
    const Factors factors(random, of_integers, S::kBatch, P::Lhs::kCols,
                          S::kBatch, P::kRhsCols);
    const Panels lhs(factors.lhs, P::Lhs::kLayout);
    const Panels rhs(factors.rhs, P::Rhs::kLayout);
    for (size_t samples : {size_t{0}, size_t{1}, S::kBatch}) {
      const Dense expected =
          WeightsGradient<S>(kSlides, factors, samples, P::kDepth,
                             SumLevels(P::kTerms, P::kDepth));
      ExpectTasks<P>(expected, lhs, rhs, samples, {0, kTasks});
      ExpectTasks<P>(expected, lhs, rhs, samples, {kTasks / 3, kTasks});
    }
  }
}

void ConvolutionsOfAllWindows() {
  ExpectConvolution<Channels<5, 3, 16>, WindowCut<3, 1, 27>, kSame>();
  ExpectConvolution<Channels<3, 2, 9>, WindowCut<2, 2, 100>, kStrided>();
  ExpectConvolution<Channels<3, 4, 5>, WindowCut<2, 1, 8>, kSkipping>();
  ExpectConvolution<Channels<4, 2, 7>, WindowCut<2, 1, 5>, kDilated>();
  ExpectConvolution<Channels<3, 2, 17>, WindowCut<3, 2, 10>, kLarger>();
  ExpectConvolution<Channels<2, 3, 10>, WindowCut<1, 1, 4>, kBeyond>();
  ExpectConvolution<Channels<1, 1, 1>, WindowCut<1, 1, 1>, kOnePixel>();
}

// Tiles as the compiler chooses them for 16 and 32 vector registers, and wide
// ones for single samples.
void ConvolutionsOfTiles() {
  ExpectConvolution<Channels<13, 3, 40>, WindowCut<6, 2, 9>, kStrided>();
  ExpectConvolution<Channels<15, 2, 48>, WindowCut<14, 2, 18>, kSkipping>();
  ExpectConvolution<Channels<1, 5, 70>, WindowCut<1, 4, 20>, kStrided>();
  ExpectDirection<Channels<2, 2, 128>, WindowCut<1, 8, 20>, kLarger, false>();
}

template <size_t... kMade>
void ExpectChannels() {
  (ExpectDirection<Channels<2, 2, kMade>, WindowCut<2, 1, 6>, kSkipping,
                   false>(),
   ...);
}

// Up to twice a vector of any target and one more.
void ConvolutionsOfAllChannels() {
  ExpectChannels<1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33>();
}

// One level of the tree of sums is full.
void ConvolutionsOfManyBlocks() {
  ExpectConvolution<Channels<2, 9, 5>, WindowCut<2, 1, 1>, kSame>();
  ExpectWeights<Channels<4, 2, 3>, WindowCut<2, 1, 2>, kSame>();
}

void WeightsOfAllWindows() {
  ExpectWeights<Channels<5, 3, 16>, WindowCut<2, 1, 30>, kSame>();
  ExpectWeights<Channels<3, 2, 9>, WindowCut<2, 2, 100>, kStrided>();
  ExpectWeights<Channels<3, 4, 5>, WindowCut<3, 1, 5>, kSkipping>();
  ExpectWeights<Channels<4, 2, 7>, WindowCut<1, 1, 17>, kDilated>();
  ExpectWeights<Channels<3, 2, 17>, WindowCut<2, 2, 4>, kLarger>();
  ExpectWeights<Channels<2, 3, 10>, WindowCut<2, 1, 4>, kBeyond>();
  ExpectWeights<Channels<1, 1, 1>, WindowCut<1, 1, 1>, kOnePixel>();
}

void WeightsOfTiles() {
  ExpectWeights<Channels<2, 13, 40>, WindowCut<6, 2, 9>, kStrided>();
  ExpectWeights<Channels<2, 15, 48>, WindowCut<14, 2, 7>, kSkipping>();
  ExpectWeights<Channels<3, 1, 70>, WindowCut<1, 4, 8>, kStrided>();
  ExpectWeights<Channels<2, 2, 113>, WindowCut<1, 8, 20>, kLarger>();
  ExpectWeights<Channels<5, 7, 161>, WindowCut<3, 2, 7>, kSame>();
}

template <size_t... kMade>
void ExpectWeightsOfChannels() {
  (ExpectWeights<Channels<2, 1, kMade>, WindowCut<1, 2, 3>, kSkipping>(), ...);
}

void WeightsOfAllChannels() {
  ExpectWeightsOfChannels<1, 2, 3, 4, 8, 15, 31, 32, 33>();
}

}  // namespace sinter::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sinter::kernels {

HWY_BEFORE_TEST(WindowContractTest);
HWY_EXPORT_AND_TEST_P(WindowContractTest, ConvolutionsOfAllWindows);
HWY_EXPORT_AND_TEST_P(WindowContractTest, ConvolutionsOfTiles);
HWY_EXPORT_AND_TEST_P(WindowContractTest, ConvolutionsOfAllChannels);
HWY_EXPORT_AND_TEST_P(WindowContractTest, ConvolutionsOfManyBlocks);
HWY_EXPORT_AND_TEST_P(WindowContractTest, WeightsOfAllWindows);
HWY_EXPORT_AND_TEST_P(WindowContractTest, WeightsOfTiles);
HWY_EXPORT_AND_TEST_P(WindowContractTest, WeightsOfAllChannels);

}  // namespace sinter::kernels
#endif  // HWY_ONCE
