#include <random>
#include <utility>
#include <vector>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "tests/kernels/depthwise_test.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
// foreach_target.h comes first.
#include "hwy/highway.h"
#include "hwy/tests/hwy_gtest.h"
#include "runtime/kernels/depthwise-inl.h"
#include "runtime/kernels/matrix.h"
#include "tests/kernels/dense.h"
#include "tests/kernels/guarded.h"
#include "tests/kernels/windowed.h"

HWY_BEFORE_NAMESPACE();
namespace sinter::kernels::HWY_NAMESPACE {

constexpr size_t kSamples = 3;

// The products as they are. Rows follow each other without padding, so that
// whoever reads or stores beyond a pixel, or twice, is seen.
template <Window kOfWindow, size_t kChannelCount, bool kInverse, bool kSums>
struct Depthwise {
  static constexpr Window kWindow = kOfWindow;
  static constexpr size_t kChannels = kChannelCount;
  static constexpr bool kIsInverse = kInverse;
  static constexpr size_t kRead =
      (kInverse ? kWindow.Outputs() : kWindow.Inputs()) * kChannels;
  static constexpr size_t kImage =
      (kInverse ? kWindow.Inputs() : kWindow.Outputs()) * kChannels;
  static constexpr size_t kMade = kSums ? kChannels : kImage;
  static constexpr size_t kMadeRows = kSums ? kWindow.Taps() : kSamples;
  static constexpr size_t kRhsCols = kSums ? kImage : kChannels;
  static constexpr size_t kRhsRows = kSums ? kSamples : kWindow.Taps();
  using Lhs = Matrix<kSamples, kRead, kRead>;
  using Rhs = Matrix<kRhsRows, kRhsCols, kRhsCols>;

  const float* images;
  const float* others;
  size_t samples;
  float* results;
  int* times_stored;

  const float* lhs() const { return images; }
  const float* rhs() const { return others; }

  template <class D>
  void Put(D d, hn::Vec<D> acc, size_t row, size_t col, size_t channel) const {
    EXPECT_EQ(channel, col % kChannels);
    const size_t at = row * kMade + col;
    hn::StoreU(acc, d, results + at);
    for (size_t i = 0; i < hn::Lanes(d); ++i) ++times_stored[at + i];
  }
};

template <class P, bool kSums>
Dense ExpectedDepthwise(const Dense& images, const Dense& others,
                        size_t samples) {
  Dense result(P::kMadeRows, P::kMade);
  for (size_t row = 0; row < samples; ++row)
    ForAllReads(P::kWindow, [&](size_t output, size_t tap, size_t input) {
      const size_t to = P::kIsInverse ? input : output;
      const size_t from = P::kIsInverse ? output : input;
      for (size_t c = 0; c < P::kChannels; ++c) {
        const float x = images.At(row, from * P::kChannels + c);
        if (kSums)
          result.At(tap, c) += x * others.At(row, to * P::kChannels + c);
        else
          result.At(row, to * P::kChannels + c) += x * others.At(tap, c);
      }
    });
  return result;
}

template <Window kWindow, size_t kChannels, bool kInverse, bool kSums>
void ExpectDepthwise(Range rows, size_t samples) {
  using P = Depthwise<kWindow, kChannels, kInverse, kSums>;
  SCOPED_TRACE(testing::Message() << kChannels << " channels, rows "
                                  << rows.begin << " to " << rows.end);
  std::mt19937 random(kChannels);
  const Dense images = Filled(kSamples, P::kRead, SmallIntegers(random));
  const Dense others = Filled(P::kRhsRows, P::kRhsCols, SmallIntegers(random));
  const Misaligned<float> left(images.values, 1);
  const Misaligned<float> right(others.values, 1);
  Guarded<float> results(P::kMadeRows * P::kMade, 1);
  std::vector<int> times_stored(results.size());
  const P product = {left.data(), right.data(), samples, results.data(),
                     times_stored.data()};
  if constexpr (kSums)
    DepthwiseWeights(product, rows);
  else
    DepthwisePixels(product, rows);
  const Dense expected = ExpectedDepthwise<P, kSums>(images, others, samples);
  for (size_t at = 0; at < results.size(); ++at) {
    const size_t row = at / P::kMade;
    const bool is_there = row >= rows.begin && row < rows.end;
    ASSERT_EQ(times_stored[at], is_there ? 1 : 0) << at;
    if (is_there) ASSERT_EQ(results[at], expected.values[at]) << at;
  }
  EXPECT_TRUE(results.GuardsHold());
}

template <Window kWindow, size_t kChannels>
void ExpectBothWays() {
  ExpectDepthwise<kWindow, kChannels, false, false>({0, 3}, 3);
  ExpectDepthwise<kWindow, kChannels, false, false>({1, 2}, 3);
  ExpectDepthwise<kWindow, kChannels, true, false>({0, 3}, 3);
  ExpectDepthwise<kWindow, kChannels, false, true>({0, kWindow.Taps()}, 3);
  ExpectDepthwise<kWindow, kChannels, false, true>({0, 1}, 2);
}

template <size_t... kChannel>
void ExpectBothWaysOfAll(std::index_sequence<kChannel...>) {
  (ExpectBothWays<kStrided, kChannel + 1>(), ...);
}

// Up to twice a vector of any target and one more.
void ProductsOfAllChannels() {
  ExpectBothWaysOfAll(std::make_index_sequence<33>());
}

void ProductsOfAllWindows() {
  ExpectBothWays<kSame, 5>();
  ExpectBothWays<kSkipping, 16>();
  ExpectBothWays<kDilated, 3>();
  ExpectBothWays<kLarger, 7>();
  ExpectBothWays<kBeyond, 17>();
  ExpectBothWays<kWide, 18>();
  ExpectBothWays<kLong, 2>();
  ExpectBothWays<kOnePixel, 1>();
}

}  // namespace sinter::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sinter::kernels {

HWY_BEFORE_TEST(DepthwiseTest);
HWY_EXPORT_AND_TEST_P(DepthwiseTest, ProductsOfAllChannels);
HWY_EXPORT_AND_TEST_P(DepthwiseTest, ProductsOfAllWindows);

}  // namespace sinter::kernels
#endif  // HWY_ONCE
