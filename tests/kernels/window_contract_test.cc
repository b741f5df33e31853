#include <random>
#include <vector>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "tests/kernels/window_contract_test.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
// foreach_target.h comes first.
#include "hwy/highway.h"
#include "hwy/tests/hwy_gtest.h"
#include "runtime/kernels/window_contract-inl.h"
#include "tests/kernels/product-inl.h"
#include "tests/kernels/windowed.h"

#ifndef SINTER_TESTS_KERNELS_WINDOW_CONTRACT_TEST_ONCE
#define SINTER_TESTS_KERNELS_WINDOW_CONTRACT_TEST_ONCE
namespace sinter::kernels {

// A convolution of kBatchSize samples, from pixels of kRead channels to pixels
// of kMade: what is read and made, not what an image of the forward pass is.
template <size_t kBatchSize, size_t kRead, size_t kMade>
struct Channels {
  static constexpr size_t kBatch = kBatchSize;
  static constexpr size_t kFrom = kRead;
  static constexpr size_t kTo = kMade;
};

// Tiles of at most kHeightOfTile rows and kWidth vectors, blocks of kBlockDepth
// terms.
template <size_t kHeightOfTile, size_t kWidth, size_t kBlockDepth>
struct WindowCut {
  static constexpr size_t kHeight = kHeightOfTile;
  static constexpr size_t kVectors = kWidth;
  static constexpr size_t kDepth = kBlockDepth;
};

// Images with room for a vector that begins at the last channel.
constexpr size_t LooseStride(size_t cols) {
  return RoundUpToLanes(cols + kLaneMultiple - 1);
}

// Small integers, whose sums are exact in any order, or numbers whose products
// are exact, so that it counts in which order they are added up.
struct Factors {
  Dense lhs;
  Dense rhs;

  Factors(std::mt19937& random, bool of_integers, size_t rows, size_t lhs_cols,
          size_t rhs_rows, size_t rhs_cols)
      : lhs(Filled(rows, lhs_cols,
                   of_integers ? SmallIntegers(random) : PowersOfTwo(random))),
        rhs(Filled(rhs_rows, rhs_cols,
                   of_integers ? SmallIntegers(random) : Numbers(random))) {}
};

// Images of the pixels that are made: each of the sums that a scalar loop
// makes of the pixels that are read.
template <class Shape>
Dense Convolved(const Window& window, bool is_inverse, const Factors& factors,
                size_t depth, size_t levels) {
  const size_t made = is_inverse ? window.Inputs() : window.Outputs();
  Dense result(Shape::kBatch, made * Shape::kTo);
  for (size_t row = 0; row < Shape::kBatch; ++row)
    for (size_t to = 0; to < Shape::kTo; ++to) {
      // By tap, since readers of an input are listed so.
      std::vector<std::vector<std::vector<float>>> terms(
          made, std::vector<std::vector<float>>(window.Taps()));
      ForAllReads(window, [&](size_t output, size_t tap, size_t input) {
        for (size_t from = 0; from < Shape::kFrom; ++from)
          terms[is_inverse ? input : output][tap].push_back(
              factors.lhs.At(
                  row, (is_inverse ? output : input) * Shape::kFrom + from) *
              factors.rhs.At(tap * Shape::kFrom + from, to));
      });
      for (size_t pixel = 0; pixel < made; ++pixel) {
        std::vector<float> in_order;
        for (const std::vector<float>& of_tap : terms[pixel])
          in_order.insert(in_order.end(), of_tap.begin(), of_tap.end());
        result.At(row, pixel * Shape::kTo + to) =
            SumOf(in_order, depth, levels);
      }
    }
  return result;
}

// The gradient of the weights, [(tap, channel of lhs), channel of rhs], from
// the first `samples` images of both.
template <class Shape>
Dense WeightsGradient(const Window& window, const Factors& factors,
                      size_t samples, size_t depth, size_t levels) {
  Dense result(window.Taps() * Shape::kFrom, Shape::kTo);
  for (size_t from = 0; from < Shape::kFrom; ++from)
    for (size_t to = 0; to < Shape::kTo; ++to) {
      std::vector<std::vector<float>> terms(window.Taps());
      for (size_t row = 0; row < samples; ++row)
        ForAllReads(window, [&](size_t output, size_t tap, size_t input) {
          terms[tap].push_back(
              factors.lhs.At(row, input * Shape::kFrom + from) *
              factors.rhs.At(row, output * Shape::kTo + to));
        });
      for (size_t tap = 0; tap < window.Taps(); ++tap)
        result.At(tap * Shape::kFrom + from, to) =
            SumOf(terms[tap], depth, levels);
    }
  return result;
}

}  // namespace sinter::kernels
#endif  // SINTER_TESTS_KERNELS_WINDOW_CONTRACT_TEST_ONCE

HWY_BEFORE_NAMESPACE();
namespace sinter::kernels::HWY_NAMESPACE {

// A product of images, stored into two matrices of different strides.
template <class S, class C, Window kSlides, bool kFromOutputs>
struct Convolution {
  static constexpr Window kWindow = kSlides;
  static constexpr bool kIsInverse = kFromOutputs;
  static constexpr size_t kReadPixels =
      kIsInverse ? kWindow.Outputs() : kWindow.Inputs();
  static constexpr size_t kMadePixels =
      kIsInverse ? kWindow.Inputs() : kWindow.Outputs();
  static constexpr size_t kTerms = kWindow.Taps() * S::kFrom;
  static constexpr size_t kMadeCols = kMadePixels * S::kTo;

  using Lhs = Matrix<S::kBatch, kReadPixels * S::kFrom,
                     OnePanel(kReadPixels* S::kFrom)>;
  using Rhs = Matrix<kTerms, S::kTo, BlockPanels(S::kTo)>;
  using Narrow = Matrix<S::kBatch, kMadeCols, LooseStride(kMadeCols)>;
  using Wide = Matrix<S::kBatch, kMadeCols, LooseStride(kMadeCols) + 16>;
  using Stored = PixelPlace<S::kTo, Narrow, Wide>;

  static constexpr RowTiles kTiles = CutRows(S::kBatch, C::kHeight);
  static constexpr size_t kVectors = C::kVectors;
  static constexpr size_t kDepth = C::kDepth;
  static constexpr size_t kLevels = SumLevels(kTerms, kDepth);

  const float* lhs_first;
  const float* rhs_first;
  StoredMatrix& narrow;
  StoredMatrix& wide;

  const float* lhs() const { return lhs_first; }
  const float* rhs() const { return rhs_first; }

  template <class D>
  HWY_INLINE void Store(D d, hn::Vec<D> acc, size_t row, size_t col,
                        size_t channel, size_t at, size_t at_2) const {
    EXPECT_EQ(channel, col % S::kTo);
    HWY_ALIGN float lanes[kLaneMultiple];
    hn::Store(acc, d, lanes);
    narrow.Store(row, col, at, lanes, hn::Lanes(d));
    wide.Store(row, col, at_2, lanes, hn::Lanes(d));
  }
};

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

// Of the weights; S::kFrom are x's channels and S::kTo those of y.
template <class S, class C, Window kSlides>
struct GradientOfWeights
    : Results<Shape<kSlides.Taps() * S::kFrom, S::kBatch * kSlides.Outputs(),
                    S::kTo>> {
  using Shape = kernels::Shape<kSlides.Taps() * S::kFrom,
                               S::kBatch * kSlides.Outputs(), S::kTo>;
  static constexpr Window kWindow = kSlides;
  static constexpr size_t kRhsCols = kWindow.Outputs() * S::kTo;

  using Lhs = Matrix<S::kBatch, kWindow.Inputs() * S::kFrom,
                     OnePanel(kWindow.Inputs() * S::kFrom)>;
  using Rhs = Matrix<S::kBatch, kRhsCols, LooseStride(kRhsCols)>;

  static constexpr size_t kCols = S::kTo;
  static constexpr size_t kTerms = Shape::kK;
  static constexpr RowTiles kTiles = CutRows(S::kFrom, C::kHeight);
  static constexpr size_t kVectors = C::kVectors;
  static constexpr size_t kDepth = C::kDepth;
  static constexpr size_t kGroup = 2;  // blocks go across groups

  const float* lhs_first;
  const float* rhs_first;
  size_t samples;

  const float* lhs() const { return lhs_first; }
  const float* rhs() const { return rhs_first; }
};

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
