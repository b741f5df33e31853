#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "tests/kernels/sums_test.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
// foreach_target.h comes first.
#include "hwy/highway.h"
#include "hwy/tests/hwy_gtest.h"
#include "runtime/kernels/sums-inl.h"
#include "tests/kernels/guarded.h"

HWY_BEFORE_NAMESPACE();
namespace sinter::kernels::HWY_NAMESPACE {

void LevelsHoldEveryBlock() {
  EXPECT_EQ(SumLevels(1, 128), 1u);
  EXPECT_EQ(SumLevels(16 * 128, 128), 1u);
  EXPECT_EQ(SumLevels(16 * 128 + 1, 128), 2u);
  EXPECT_EQ(SumLevels(16 * 16 * 10, 10), 2u);
  EXPECT_EQ(SumLevels(16 * 16 * 10 + 1, 10), 3u);
  EXPECT_EQ(SumLevels(16 * 16 * 16, 1), 3u);
  EXPECT_EQ(SumLevels(16 * 16 * 16 + 1, 1), 4u);
}

void ClearSumsClearsItsVectors() {
  const size_t N = hn::Lanes(kFloats);
  for (size_t vectors = 0; vectors <= 5; ++vectors) {
    Guarded<float> sums(vectors * N);
    ClearSums(vectors, sums.data());
    for (size_t i = 0; i < sums.size(); ++i) EXPECT_EQ(sums[i], 0.0f);
    EXPECT_TRUE(sums.GuardsHold());
  }
}

// Adds up `blocks` blocks, of which number `block` is block(i) in element i;
// the sums of level 0. `watch` sees the levels after each block.
template <class Block, class Watch>
std::vector<float> SumOfBlocks(size_t levels, size_t vectors, size_t blocks,
                               const Block& block, const Watch& watch) {
  const size_t width = vectors * hn::Lanes(kFloats);
  Guarded<float> sums(levels * width);
  ClearSums(levels * vectors, sums.data());
  for (size_t number = 1; number <= blocks; ++number) {
    for (size_t i = 0; i < width; ++i) sums[i] += block(number, i);
    CarrySums(levels, vectors, number, sums.data());
    watch(number, sums);
  }
  FinishSums(levels, vectors, sums.data());
  EXPECT_TRUE(sums.GuardsHold());
  return {sums.data(), sums.data() + width};
}

inline float IntegerBlock(size_t number, size_t i) {
  return static_cast<float>((number * 7 + i * 3) % 23) - 11.0f;
}

inline void ExpectExactSums(size_t levels, size_t vectors, size_t blocks) {
  SCOPED_TRACE(testing::Message() << levels << " levels, " << vectors
                                  << " vectors, " << blocks << " blocks");
  const std::vector<float> sums = SumOfBlocks(
      levels, vectors, blocks, IntegerBlock, [](size_t, Guarded<float>&) {});
  for (size_t i = 0; i < sums.size(); ++i) {
    double exact = 0;
    for (size_t number = 1; number <= blocks; ++number)
      exact += IntegerBlock(number, i);
    EXPECT_EQ(sums[i], exact) << i;
  }
}

constexpr size_t kMostBlocks = kFanIn * kFanIn + 1;

void SumsOfIntegersAreExact() {
  for (size_t levels = 1; levels <= 3; ++levels)
    for (size_t vectors : {1, 2, 3, 8})
      for (size_t blocks = 0; blocks <= kMostBlocks;
           blocks += blocks < 2 * kFanIn + 2 ? 1 : 13)
        ExpectExactSums(levels, vectors, blocks);
  for (size_t blocks = kMostBlocks - 2; blocks <= kMostBlocks; ++blocks)
    ExpectExactSums(SumLevels(blocks, 1), 2, blocks);
}

// A level holds the blocks since it was last full, and is empty then.
inline void ExpectLevelsFill(size_t levels) {
  const auto one = [](size_t, size_t) { return 1.0f; };
  const size_t N = hn::Lanes(kFloats);
  SumOfBlocks(levels, 1, kMostBlocks, one,
              [&](size_t number, Guarded<float>& sums) {
                size_t below = 1;
                for (size_t level = 0; level < levels; ++level) {
                  const size_t full = below * kFanIn;
                  const bool is_top = level + 1 == levels;
                  const size_t left = is_top ? number : number % full;
                  const size_t whole = left / below * below;
                  for (size_t lane = 0; lane < N; ++lane)
                    ASSERT_EQ(sums[level * N + lane], static_cast<float>(whole))
                        << "level " << level << ", block " << number;
                  below = full;
                }
              });
}

void LevelsCarryWhenFull() {
  for (size_t levels = 1; levels <= 3; ++levels) ExpectLevelsFill(levels);
}

// A sum one block after the other loses every 1 beside 2^24.
void LevelsKeepWhatOneSumLoses() {
  constexpr float kLarge = 16'777'216.0f;
  const auto block = [](size_t number, size_t) {
    return number == 1 ? kLarge : 1.0f;
  };
  const auto nothing = [](size_t, Guarded<float>&) {};
  EXPECT_EQ(SumOfBlocks(1, 1, kMostBlocks, block, nothing).front(), kLarge);
  const float sum =
      SumOfBlocks(SumLevels(kMostBlocks, 1), 1, kMostBlocks, block, nothing)
          .front();
  // The first 15 ones are lost, and one more is rounded to even.
  EXPECT_NEAR(sum, kLarge + (kMostBlocks - 1), 1.0 * kFanIn);
}

// Terms that cancel, from the least to the largest.
inline std::vector<float> AdversarialTerms(uint32_t seed, size_t count) {
  std::mt19937 random(seed);
  std::vector<float> terms;
  while (terms.size() + 2 <= count) {
    const float large = std::ldexp(1.0f + static_cast<float>(random() % 1000),
                                   static_cast<int>(random() % 40) - 10);
    terms.push_back(large);
    terms.push_back(std::nextafter(-large, 0.0f));
  }
  terms.resize(count, 1.0f);
  std::shuffle(terms.begin(), terms.end(), random);
  return terms;
}

struct SumAndLost {
  float sum;
  float lost;
};

inline SumAndLost Add(const std::vector<float>& terms) {
  auto sum = hn::Zero(kFloats);
  auto lost = hn::Zero(kFloats);
  for (float term : terms) AddExactly(hn::Set(kFloats, term), sum, lost);
  return {hn::GetLane(sum), hn::GetLane(lost)};
}

// What one addition loses is known to the bit.
void AddExactlyLosesNothingOfTwoTerms() {
  const std::vector<float> terms = AdversarialTerms(1, 500);
  for (size_t i = 0; i + 1 < terms.size(); ++i) {
    const float a = terms[i];
    const float b = terms[i + 1];
    const auto [sum, lost] = Add({a, b});
    EXPECT_EQ(sum, a + b);
    const bool double_is_exact = std::abs(std::ilogb(a) - std::ilogb(b)) < 28;
    if (!double_is_exact) continue;
    EXPECT_EQ(double{sum} + double{lost}, double{a} + double{b});
  }
  EXPECT_EQ(Add({1e8f, 1.0f, -1e8f}).lost, 1.0f);
  EXPECT_EQ(Add({1.0f, 1e8f, -1e8f}).lost, 1.0f);
}

void AddExactlyIsAsGoodAsTwiceThePrecision() {
  for (uint32_t seed = 1; seed <= 20; ++seed) {
    const std::vector<float> terms = AdversarialTerms(seed, 100 * seed + 1);
    long double exact = 0;
    long double absolute = 0;
    for (float term : terms) {
      exact += term;
      absolute += std::abs(term);
    }
    const auto [sum, lost] = Add(terms);
    const auto count = static_cast<double>(terms.size());
    const double unit = std::ldexp(1.0, -24);
    EXPECT_NEAR(double{sum} + double{lost}, static_cast<double>(exact),
                2 * count * count * unit * unit * static_cast<double>(absolute))
        << "seed " << seed;
  }
}

inline float OfLanes(float sum, float lost) {
  return hn::GetLane(WithLost(hn::Set(kFloats, sum), hn::Set(kFloats, lost)));
}

void AnInfiniteSumHasLostNothing() {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  EXPECT_EQ(OfLanes(3.0f, 0.5f), 3.5f);
  for (float infinity : {kInfinity, -kInfinity}) {
    const auto [sum, lost] = Add({1.0f, infinity, 2.0f});
    EXPECT_TRUE(std::isnan(lost));
    EXPECT_EQ(OfLanes(sum, lost), infinity);
  }
  const auto [sum, lost] = Add({kInfinity, -kInfinity});
  EXPECT_TRUE(std::isnan(OfLanes(sum, lost)));
}

}  // namespace sinter::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sinter::kernels {

HWY_BEFORE_TEST(SumsTest);
HWY_EXPORT_AND_TEST_P(SumsTest, LevelsHoldEveryBlock);
HWY_EXPORT_AND_TEST_P(SumsTest, ClearSumsClearsItsVectors);
HWY_EXPORT_AND_TEST_P(SumsTest, SumsOfIntegersAreExact);
HWY_EXPORT_AND_TEST_P(SumsTest, LevelsCarryWhenFull);
HWY_EXPORT_AND_TEST_P(SumsTest, LevelsKeepWhatOneSumLoses);
HWY_EXPORT_AND_TEST_P(SumsTest, AddExactlyLosesNothingOfTwoTerms);
HWY_EXPORT_AND_TEST_P(SumsTest, AddExactlyIsAsGoodAsTwiceThePrecision);
HWY_EXPORT_AND_TEST_P(SumsTest, AnInfiniteSumHasLostNothing);

}  // namespace sinter::kernels
#endif  // HWY_ONCE
