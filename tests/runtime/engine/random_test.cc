#include "runtime/engine/random.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace sinter::runtime {
namespace {

// Expected values: an independent implementation of the definition in random.h
// whose xoshiro256** gives the published sequence from state {1, 2, 3, 4}.
TEST(Random, IsTheDefinedSequence) {
  Random zero(0, 0);
  EXPECT_EQ(zero.Next(), 0xd4d5e19fa14d7204);
  EXPECT_EQ(zero.Next(), 0x26a7681f9612c531);
  EXPECT_EQ(zero.Next(), 0x679599d3d23df959);
  Random other(42, RandomUse::kShuffle, 3);
  EXPECT_EQ(other.Next(), 0xaf78b585105d416e);
  EXPECT_EQ(other.Next(), 0xd8660d54563048c5);
}

TEST(Random, SeedUseAndIndexAllMatter) {
  const uint64_t first = Random(1, RandomUse::kShuffle, 1).Next();
  EXPECT_NE(first, Random(2, RandomUse::kShuffle, 1).Next());
  EXPECT_NE(first, Random(1, RandomUse::kInitializer, 1).Next());
  EXPECT_NE(first, Random(1, RandomUse::kShuffle, 2).Next());
}

// Taking the remainder of 32 random bits would draw the lower third of the
// values twice as often as the others.
TEST(Random, BelowIsUnbiasedForLargeBounds) {
  constexpr uint32_t kBound = 3u << 30;
  constexpr int kDraws = 30000;
  std::array<int, 3> thirds = {};
  Random random(1, 0);
  for (int i = 0; i < kDraws; ++i) ++thirds[random.Below(kBound) >> 30];
  // Five standard deviations of a third's count.
  const double tolerance = 5 * std::sqrt(kDraws * (1. / 3) * (2. / 3));
  for (int count : thirds) EXPECT_NEAR(count, kDraws / 3., tolerance);
}

TEST(Random, BelowReachesEveryValueAndNoOther) {
  for (uint32_t bound = 1; bound <= 40; ++bound) {
    std::array<bool, 40> seen = {};
    Random random(bound, 0);
    for (int i = 0; i < 2000; ++i) {
      const uint32_t value = random.Below(bound);
      ASSERT_LT(value, bound);
      seen[value] = true;
    }
    for (uint32_t value = 0; value < bound; ++value) {
      EXPECT_TRUE(seen[value]) << value << " below " << bound;
    }
  }
}

TEST(Random, UniformHasTheRightMoments) {
  constexpr int kDraws = 100000;
  double sum = 0;
  double squares = 0;
  Random random(5, 0);
  for (int i = 0; i < kDraws; ++i) {
    const double x = random.Uniform();
    ASSERT_GE(x, 0);
    ASSERT_LT(x, 1);
    sum += x;
    squares += x * x;
  }
  EXPECT_NEAR(sum / kDraws, 1. / 2, 5 * std::sqrt(1. / 12 / kDraws));
  EXPECT_NEAR(squares / kDraws, 1. / 3, 5 * std::sqrt(4. / 45 / kDraws));
}

TEST(Random, NormalHasTheRightMoments) {
  constexpr int kDraws = 100000;
  std::array<double, 5> powers = {};
  Random random(6, 0);
  for (int i = 0; i < kDraws; ++i) {
    const double x = random.Normal();
    for (size_t p = 1; p < powers.size(); ++p) powers[p] += std::pow(x, p);
  }
  // Variances of x, x^2, x^3, x^4 for a standard normal: 1, 2, 15, 96.
  EXPECT_NEAR(powers[1] / kDraws, 0, 5 * std::sqrt(1. / kDraws));
  EXPECT_NEAR(powers[2] / kDraws, 1, 5 * std::sqrt(2. / kDraws));
  EXPECT_NEAR(powers[3] / kDraws, 0, 5 * std::sqrt(15. / kDraws));
  EXPECT_NEAR(powers[4] / kDraws, 3, 5 * std::sqrt(96. / kDraws));
}

}  // namespace
}  // namespace sinter::runtime
