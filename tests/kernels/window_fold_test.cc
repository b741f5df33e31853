#include <random>
#include <type_traits>
#include <utility>
#include <vector>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "tests/kernels/window_fold_test.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
// foreach_target.h comes first.
#include "hwy/highway.h"
#include "hwy/tests/hwy_gtest.h"
#include "runtime/kernels/window_fold-inl.h"
#include "tests/kernels/dense.h"
#include "tests/kernels/guarded.h"
#include "tests/kernels/windowed.h"

HWY_BEFORE_NAMESPACE();
namespace sinter::kernels::HWY_NAMESPACE {

// Adds up the pixels that a window reads, times 1 and the number of the tap.
// Rows follow each other without padding, so that whoever stores beyond a
// pixel, or twice, is seen.
template <Window kFoldedWindow, size_t kChannelCount, bool kIsInverseFold>
struct TapSums {
  static constexpr Window kWindow = kFoldedWindow;
  static constexpr bool kIsInverse = kIsInverseFold;
  static constexpr size_t kPixels =
      kIsInverse ? kWindow.Inputs() : kWindow.Outputs();
  static constexpr size_t kReadPixels =
      kIsInverse ? kWindow.Outputs() : kWindow.Inputs();
  static constexpr size_t kChannels = kChannelCount;

  const float* images;
  float* sums;
  int* times_stored;

  template <class D, class Taps>
  void Fold(D d, size_t row, size_t pixel, size_t channel, Taps taps) const {
    auto sum = hn::Zero(d);
    for (; taps.More(); taps.Next()) {
      const float* from =
          images + (row * kReadPixels + taps.Position()) * kChannels + channel;
      sum =
          hn::Add(sum, hn::Mul(hn::LoadU(d, from),
                               hn::Set(d, static_cast<float>(taps.Tap() + 1))));
    }
    const size_t at = (row * kPixels + pixel) * kChannels + channel;
    hn::StoreU(sum, d, sums + at);
    for (size_t i = 0; i < hn::Lanes(d); ++i) ++times_stored[at + i];
  }
};

template <class P>
Dense ExpectedSums(const Window& window, bool is_inverse, const Dense& images) {
  Dense sums(images.rows, P::kPixels * P::kChannels);
  for (size_t row = 0; row < images.rows; ++row)
    ForAllReads(window, [&](size_t output, size_t tap, size_t input) {
      const size_t to = is_inverse ? input : output;
      const size_t from = is_inverse ? output : input;
      for (size_t channel = 0; channel < P::kChannels; ++channel)
        sums.At(row, to * P::kChannels + channel) +=
            images.At(row, from * P::kChannels + channel) *
            static_cast<float>(tap + 1);
    });
  return sums;
}

template <Window kWindow, size_t kChannels, bool kIsInverse>
void ExpectFold(Range rows) {
  using P = TapSums<kWindow, kChannels, kIsInverse>;
  constexpr size_t kRows = 3;
  constexpr size_t kCols = P::kPixels * kChannels;
  SCOPED_TRACE(testing::Message() << kChannels << " channels, rows "
                                  << rows.begin << " to " << rows.end);
  std::mt19937 random(kChannels);
  const Dense images =
      Filled(kRows, P::kReadPixels * kChannels, SmallIntegers(random));
  const Misaligned<float> read(images.values, 1);
  Guarded<float> sums(kRows * kCols, 1);
  std::vector<int> times_stored(kRows * kCols);
  FoldWindows(P{read.data(), sums.data(), times_stored.data()}, rows);
  const Dense expected = ExpectedSums<P>(kWindow, kIsInverse, images);
  for (size_t row = 0; row < kRows; ++row)
    for (size_t col = 0; col < kCols; ++col) {
      const size_t at = row * kCols + col;
      const bool is_there = row >= rows.begin && row < rows.end;
      ASSERT_EQ(times_stored[at], is_there ? 1 : 0) << row << ", " << col;
      if (!is_there) continue;
      ASSERT_EQ(sums[at], expected.At(row, col)) << row << ", " << col;
    }
  EXPECT_TRUE(sums.GuardsHold());
}

template <Window kWindow, size_t kChannels>
void ExpectFolds() {
  ExpectFold<kWindow, kChannels, false>({0, 3});
  ExpectFold<kWindow, kChannels, false>({1, 2});
  ExpectFold<kWindow, kChannels, true>({0, 3});
  ExpectFold<kWindow, kChannels, true>({2, 2});
}

template <size_t... kChannel>
void ExpectFoldsOfAll(std::index_sequence<kChannel...>) {
  (ExpectFolds<kStrided, kChannel + 1>(), ...);
}

// Up to twice a vector of any target and one more.
void FoldsOfAllChannels() { ExpectFoldsOfAll(std::make_index_sequence<33>()); }

void FoldsOfAllWindows() {
  ExpectFolds<kSame, 5>();
  ExpectFolds<kSkipping, 16>();
  ExpectFolds<kDilated, 3>();
  ExpectFolds<kLarger, 7>();
  ExpectFolds<kBeyond, 17>();
  ExpectFolds<kWide, 18>();
  ExpectFolds<kOnePixel, 1>();
}

}  // namespace sinter::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sinter::kernels {

HWY_BEFORE_TEST(WindowFoldTest);
HWY_EXPORT_AND_TEST_P(WindowFoldTest, FoldsOfAllChannels);
HWY_EXPORT_AND_TEST_P(WindowFoldTest, FoldsOfAllWindows);

}  // namespace sinter::kernels
#endif  // HWY_ONCE
