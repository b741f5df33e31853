#include <cmath>
#include <numeric>
#include <utility>
#include <vector>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "tests/kernels/warp_test.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
// foreach_target.h comes first.
#include "hwy/highway.h"
#include "hwy/tests/hwy_gtest.h"
#include "runtime/kernels/warp-inl.h"
#include "tests/kernels/guarded.h"

HWY_BEFORE_NAMESPACE();
namespace sinter::kernels::HWY_NAMESPACE {

constexpr AffineMap kIdentity = {1, 0, 0, 0, 1, 0};

AffineMap Shifted(float rows, float columns) {
  AffineMap map = kIdentity;
  map.row_offset = rows;
  map.column_offset = columns;
  return map;
}

// 1, 2, 3, ...
std::vector<float> Numbers(size_t count) {
  std::vector<float> numbers(count);
  std::iota(numbers.begin(), numbers.end(), 1.0f);
  return numbers;
}

// What Warp makes of an image of these numbers; behind its edges stands -1.
template <Fill kFill, Interpolation kInterpolation = Interpolation::kBilinear,
          size_t kChannels = 1>
std::vector<float> WarpOf(const AffineMap& map, size_t rows, size_t columns) {
  const size_t size = rows * columns * kChannels;
  const Misaligned<float> x(Numbers(size), 1);
  Guarded<float> y(size, 3);
  Warp<kFill, kInterpolation, kChannels>(
      map, {.rows = rows, .columns = columns}, x.data(), -1.0f, y.data());
  EXPECT_EQ(y.Written(), size);
  EXPECT_TRUE(y.GuardsHold());
  return {y.data(), y.data() + size};
}

template <size_t kChannels>
void ExpectNothingMoves() {
  for (const size_t rows : {1, 2, 5})
    for (size_t columns = 1; columns < 35; ++columns)
      EXPECT_EQ((WarpOf<Fill::kReflect, Interpolation::kBilinear, kChannels>(
                    kIdentity, rows, columns)),
                Numbers(rows * columns * kChannels));
}

void NothingMoves() {
  ExpectNothingMoves<1>();
  ExpectNothingMoves<2>();
  ExpectNothingMoves<17>();
  ExpectNothingMoves<32>();
}

// One row of four pixels, seen two to the left and three to the right.
template <Fill kFill>
void ExpectBehindEdges(const std::vector<float>& left,
                       const std::vector<float>& right) {
  EXPECT_EQ(WarpOf<kFill>(Shifted(0, -2), 1, 4), left);
  EXPECT_EQ(WarpOf<kFill>(Shifted(0, 3), 1, 4), right);
}

void Edges() {
  ExpectBehindEdges<Fill::kConstant>({-1, -1, 1, 2}, {4, -1, -1, -1});
  ExpectBehindEdges<Fill::kReflect>({2, 1, 1, 2}, {4, 4, 3, 2});
  ExpectBehindEdges<Fill::kWrap>({3, 4, 1, 2}, {4, 1, 2, 3});
  ExpectBehindEdges<Fill::kNearest>({1, 1, 1, 2}, {4, 4, 4, 4});
}

// More than once around.
void FarBehindEdges() {
  EXPECT_EQ(WarpOf<Fill::kReflect>(Shifted(7, 0), 3, 1),
            (std::vector<float>{2, 3, 3}));
  EXPECT_EQ(WarpOf<Fill::kWrap>(Shifted(-7, 0), 3, 1),
            (std::vector<float>{3, 1, 2}));
}

void BetweenPixels() {
  EXPECT_EQ(WarpOf<Fill::kNearest>(Shifted(0.5f, 0.25f), 2, 2),
            (std::vector<float>{2.25f, 3, 3.25f, 4}));
  // Of the fill, a share.
  EXPECT_EQ((WarpOf<Fill::kConstant, Interpolation::kBilinear, 2>(
                Shifted(0, 0.25f), 1, 2)),
            (std::vector<float>{1.5f, 2.5f, 2, 2.75f}));
}

// Half a pixel is rounded away from zero.
void NearestPixels() {
  const auto warp = [](float columns) {
    return WarpOf<Fill::kConstant, Interpolation::kNearest>(Shifted(0, columns),
                                                            1, 3);
  };
  EXPECT_EQ(warp(0.25f), (std::vector<float>{1, 2, 3}));
  EXPECT_EQ(warp(0.5f), (std::vector<float>{2, 3, -1}));
  EXPECT_EQ(warp(-0.5f), (std::vector<float>{-1, 2, 3}));
  EXPECT_EQ(warp(-0.75f), (std::vector<float>{-1, 1, 2}));
}

// sum y . Warp(x) = sum WarpTransposed(y) . x, for what is linear.
template <Fill kFill, Interpolation kInterpolation, size_t kChannels = 3>
void ExpectTransposed(const AffineMap& map) {
  constexpr RandomWarp kWarp = {.rows = 4, .columns = 21};
  constexpr size_t kSize = 4 * 21 * kChannels;
  std::vector<float> x(kSize), y(kSize), to(kSize);
  for (size_t i = 0; i < kSize; ++i) {
    x[i] = static_cast<float>(i * 7 % 11) - 5.0f;
    y[i] = static_cast<float>(i * 5 % 13) - 6.0f;
  }
  Warp<kFill, kInterpolation, kChannels>(map, kWarp, x.data(), 0.0f, to.data());
  const Misaligned<float> dy(y, 1);
  Guarded<float> dx(kSize, 1);
  WarpTransposed<kFill, kInterpolation, kChannels>(map, kWarp, dy.data(),
                                                   dx.data());
  EXPECT_EQ(dx.Written(), kSize);
  EXPECT_TRUE(dx.GuardsHold());
  double forward = 0, backward = 0;
  for (size_t i = 0; i < kSize; ++i) {
    forward += y[i] * to[i];
    backward += dx[i] * x[i];
  }
  EXPECT_NEAR(forward, backward, 1e-3);
}

void Gradients() {
  const AffineMap turned = {0.6f, -0.8f, 1.3f, 0.8f, 0.6f, -0.7f};
  for (const AffineMap& map : {kIdentity, turned, Shifted(-2.5f, 7.25f)}) {
    ExpectTransposed<Fill::kConstant, Interpolation::kBilinear>(map);
    ExpectTransposed<Fill::kReflect, Interpolation::kBilinear>(map);
    ExpectTransposed<Fill::kWrap, Interpolation::kNearest>(map);
    ExpectTransposed<Fill::kNearest, Interpolation::kBilinear, 1>(map);
    ExpectTransposed<Fill::kReflect, Interpolation::kBilinear, 18>(map);
  }
}

// Half of many images are flipped, both ways at once.
void Flips() {
  constexpr RandomWarp kFlip = {
      .rows = 3, .columns = 4, .flips_rows = true, .flips_columns = true};
  int flipped = 0;
  for (size_t image = 0; image < 1000; ++image) {
    const AffineMap map = DrawMap(kFlip, 12345, image);
    EXPECT_EQ(map.row_by_row, map.column_by_column);
    EXPECT_EQ(std::abs(map.row_by_row), 1.0f);
    if (map.row_by_row > 0) continue;
    ++flipped;
    std::vector<float> backwards = Numbers(12);
    std::reverse(backwards.begin(), backwards.end());
    EXPECT_EQ(WarpOf<Fill::kReflect>(map, 3, 4), backwards);
  }
  EXPECT_GT(flipped, 450);
  EXPECT_LT(flipped, 550);
}

// Each number lies in its interval, and comes near both ends of it.
void Intervals() {
  constexpr RandomWarp kMoved = {.rows = 4,
                                 .columns = 10,
                                 .row_shift = {-0.5, 0.25},
                                 .column_shift = {0.1, 0.2}};
  float least = 10, most = -10;
  for (size_t image = 0; image < 1000; ++image) {
    const AffineMap map = DrawMap(kMoved, 7, image);
    least = std::min(least, map.row_offset);
    most = std::max(most, map.row_offset);
    EXPECT_GE(map.column_offset, -2.0f);
    EXPECT_LE(map.column_offset, -1.0f);
  }
  EXPECT_GE(least, -1.0f);
  EXPECT_LT(least, -0.97f);
  EXPECT_LE(most, 2.0f);
  EXPECT_GT(most, 1.97f);
}

}  // namespace sinter::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sinter::kernels {

HWY_BEFORE_TEST(WarpTest);
HWY_EXPORT_AND_TEST_P(WarpTest, NothingMoves);
HWY_EXPORT_AND_TEST_P(WarpTest, Edges);
HWY_EXPORT_AND_TEST_P(WarpTest, FarBehindEdges);
HWY_EXPORT_AND_TEST_P(WarpTest, BetweenPixels);
HWY_EXPORT_AND_TEST_P(WarpTest, NearestPixels);
HWY_EXPORT_AND_TEST_P(WarpTest, Gradients);
HWY_EXPORT_AND_TEST_P(WarpTest, Flips);
HWY_EXPORT_AND_TEST_P(WarpTest, Intervals);

}  // namespace sinter::kernels
#endif  // HWY_ONCE
