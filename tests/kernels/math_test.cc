#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <vector>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "tests/kernels/math_test.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
// foreach_target.h comes first.
#include "hwy/highway.h"
#include "hwy/tests/hwy_gtest.h"
#include "runtime/kernels/math-inl.h"
#include "runtime/kernels/vectors-inl.h"
#include "tests/kernels/guarded.h"

#ifndef SINTER_TESTS_KERNELS_MATH_TEST_ONCE
#define SINTER_TESTS_KERNELS_MATH_TEST_ONCE
namespace sinter::kernels {

constexpr float kLargest = std::numeric_limits<float>::max();
constexpr float kLeast = std::numeric_limits<float>::denorm_min();
constexpr float kLeastNormal = std::numeric_limits<float>::min();

// In every class of numbers, ascending.
constexpr std::array kNumbers = {-std::numeric_limits<float>::infinity(),
                                 -kLargest,
                                 -1e30f,
                                 -2.0f,
                                 -1.0f,
                                 -0.5f,
                                 -kLeastNormal,
                                 -1e-40f,
                                 -kLeast,
                                 0.0f,
                                 kLeast,
                                 1e-40f,
                                 kLeastNormal,
                                 0.5f,
                                 1.0f,
                                 2.0f,
                                 1e30f,
                                 kLargest,
                                 std::numeric_limits<float>::infinity()};

// Equal, or both NaN; zeros of either sign are equal.
inline bool IsSame(float a, float b) {
  return a == b || (std::isnan(a) && std::isnan(b));
}

// The error in units of the last place that a float32 as large as `exact` has,
// subnormal ones included.
inline double Ulps(float value, double exact) {
  const int exponent = exact == 0 ? -149 : std::ilogb(exact) - 23;
  return std::abs(value - exact) / std::ldexp(1.0, std::max(exponent, -149));
}

// About `count` float32 between two positive ones, in a geometric sequence
// where the range is wide: their bits are equally far apart.
inline std::vector<float> Between(float least, float largest, uint32_t count) {
  const auto first = std::bit_cast<uint32_t>(least);
  const auto last = std::bit_cast<uint32_t>(largest);
  const uint32_t step = std::max(1u, (last - first) / count);
  std::vector<float> values;
  for (uint64_t bits = first; bits < last; bits += step)
    values.push_back(std::bit_cast<float>(static_cast<uint32_t>(bits)));
  values.push_back(largest);
  return values;
}

inline std::vector<float> Negated(std::vector<float> values) {
  for (float& value : values) value = -value;
  return values;
}

}  // namespace sinter::kernels
#endif  // SINTER_TESTS_KERNELS_MATH_TEST_ONCE

HWY_BEFORE_NAMESPACE();
namespace sinter::kernels::HWY_NAMESPACE {

constexpr uint32_t kSamples = 100'000;
constexpr double kUlps = 2;
constexpr double kDifferenceUlps = 4;
constexpr double kErfUlps = 8;  // 6.5 is the most that was seen

// function(d, vector) of all values, also where a vector has one lane.
template <class D, class Function>
std::vector<float> Map(D d, const std::vector<float>& values,
                       const Function& function) {
  const size_t N = hn::Lanes(d);
  std::vector<float> results(values.size());
  Guarded<float> lanes(N);
  for (size_t i = 0; i < values.size(); i += N) {
    const size_t count = std::min(N, values.size() - i);
    for (size_t lane = 0; lane < N; ++lane)
      lanes[lane] = values[i + std::min(lane, count - 1)];
    hn::Store(function(d, hn::Load(d, lanes.data())), d, lanes.data());
    std::copy_n(lanes.data(), count, results.begin() + i);
  }
  EXPECT_TRUE(lanes.GuardsHold());
  return results;
}

// function(d, a, b) of one pair in all lanes.
template <class Function>
float OfPair(float a, float b, const Function& function) {
  return hn::GetLane(
      function(kFloats, hn::Set(kFloats, a), hn::Set(kFloats, b)));
}

template <class Function, class Exact>
void ExpectAccurate(const std::vector<float>& values, const Function& function,
                    const Exact& exact, double ulps) {
  const std::vector<float> results = Map(kFloats, values, function);
  EXPECT_EQ(results, Map(kOneFloat, values, function));
  double worst = 0;
  float at = 0;
  for (size_t i = 0; i < values.size(); ++i) {
    const double error = Ulps(results[i], exact(double{values[i]}));
    if (error <= worst) continue;
    worst = error;
    at = values[i];
  }
  EXPECT_LE(worst, ulps) << "at " << at;
}

constexpr auto kExp = [](auto d, auto x) HWY_ATTR { return ExpOrNan(d, x); };
constexpr auto kLog1p = [](auto d, auto x)
                            HWY_ATTR { return Log1pOrNan(d, x); };
constexpr auto kExpm1 = [](auto d, auto x)
                            HWY_ATTR { return Expm1OrNan(d, x); };
constexpr auto kTanh = [](auto d, auto x) HWY_ATTR { return TanhOrNan(d, x); };
constexpr auto kLog = [](auto d, auto x) HWY_ATTR { return LogOrNan(d, x); };
constexpr auto kErf = [](auto d, auto x) HWY_ATTR { return Erf(d, x); };

template <class Function>
float Of(float x, const Function& function) {
  const float result = Map(kFloats, {x}, function).front();
  const float alone = Map(kOneFloat, {x}, function).front();
  EXPECT_TRUE(IsSame(result, alone)) << x;
  return result;
}

constexpr auto kAtLeast = [](auto, auto x, auto bound)
                              HWY_ATTR { return AtLeast(x, bound); };
constexpr auto kAtMost = [](auto, auto x, auto bound)
                             HWY_ATTR { return AtMost(x, bound); };
constexpr auto kMaximum = [](auto, auto a, auto b)
                              HWY_ATTR { return Maximum(a, b); };
constexpr auto kMinimum = [](auto, auto a, auto b)
                              HWY_ATTR { return Minimum(a, b); };

void BoundsAndExtremesOfNumbers() {
  for (float a : kNumbers)
    for (float b : kNumbers) {
      SCOPED_TRACE(testing::Message() << a << " and " << b);
      EXPECT_EQ(OfPair(a, b, kAtLeast), std::max(a, b));
      EXPECT_EQ(OfPair(a, b, kAtMost), std::min(a, b));
      EXPECT_EQ(OfPair(a, b, kMaximum), std::max(a, b));
      EXPECT_EQ(OfPair(a, b, kMinimum), std::min(a, b));
    }
}

void BoundsAndExtremesOfNan() {
  for (float number : kNumbers) {
    SCOPED_TRACE(number);
    EXPECT_TRUE(std::isnan(OfPair(kNan, number, kAtLeast)));
    EXPECT_TRUE(std::isnan(OfPair(kNan, number, kAtMost)));
    EXPECT_TRUE(std::isnan(OfPair(kNan, number, kMaximum)));
    EXPECT_TRUE(std::isnan(OfPair(number, kNan, kMaximum)));
    EXPECT_TRUE(std::isnan(OfPair(kNan, number, kMinimum)));
    EXPECT_TRUE(std::isnan(OfPair(number, kNan, kMinimum)));
  }
}

template <class D, class Function>
void ExpectInAllLanes(D d, const std::vector<float>& lanes,
                      const Function& function, float expected) {
  for (float lane : Map(d, lanes, function))
    EXPECT_TRUE(IsSame(lane, expected)) << lane << " for " << expected;
}

// `extreme` in each lane in turn, where `other` is everywhere else.
template <class D, class Function>
void ExpectFoundInEachLane(D d, const Function& function, float extreme,
                           float other) {
  for (size_t i = 0; i < hn::Lanes(d); ++i) {
    std::vector<float> lanes(hn::Lanes(d), other);
    lanes[i] = extreme;
    ExpectInAllLanes(d, lanes, function, extreme);
  }
}

template <class D>
void ExpectExtremesOfLanes(D d) {
  constexpr auto kMost = [](auto d, auto v)
                             HWY_ATTR { return MaximumOfLanes(d, v); };
  constexpr auto kFewest = [](auto d, auto v)
                               HWY_ATTR { return MinimumOfLanes(d, v); };
  for (float number : kNumbers) {
    ExpectFoundInEachLane(d, kMost, number, number);
    ExpectFoundInEachLane(d, kFewest, number, number);
  }
  for (size_t i = 0; i + 1 < kNumbers.size(); ++i) {
    ExpectFoundInEachLane(d, kMost, kNumbers[i + 1], kNumbers[i]);
    ExpectFoundInEachLane(d, kFewest, kNumbers[i], kNumbers[i + 1]);
    ExpectFoundInEachLane(d, kMost, kNan, kNumbers[i]);
    ExpectFoundInEachLane(d, kFewest, kNan, kNumbers[i]);
  }
}

void ExtremesOfLanes() {
  ExpectExtremesOfLanes(kFloats);
  ExpectExtremesOfLanes(kOneFloat);
}

void ExpIsAccurate() {
  const auto exp = [](double x) { return std::exp(x); };
  ExpectAccurate(Between(1e-10f, 88.0f, kSamples), kExp, exp, kUlps);
  ExpectAccurate(Negated(Between(1e-10f, 87.0f, kSamples)), kExp, exp, kUlps);
  // Subnormal results.
  ExpectAccurate(Negated(Between(87.0f, 110.0f, kSamples)), kExp, exp, kUlps);
}

void ExpOfSpecialNumbers() {
  EXPECT_TRUE(std::isnan(Of(kNan, kExp)));
  for (float zero : {0.0f, -0.0f, kLeast, -kLeast, 1e-40f, -1e-40f})
    EXPECT_EQ(Of(zero, kExp), 1.0f);
  EXPECT_EQ(Of(-200.0f, kExp), 0.0f);
  EXPECT_EQ(Of(-1e9f, kExp), 0.0f);
}

// Beyond the integers that Exp rounds them to.
void ExpOfLargestNumbers() {
  for (float x : {-3e9f, -1e30f, -kLargest, -kInfinity})
    EXPECT_EQ(Of(x, kExp), 0.0f) << x;
}

void Expm1IsAccurate() {
  const auto expm1 = [](double x) { return std::expm1(x); };
  ExpectAccurate(Between(kLeastNormal, 88.0f, kSamples), kExpm1, expm1,
                 kDifferenceUlps);
  ExpectAccurate(Negated(Between(kLeastNormal, 200.0f, kSamples)), kExpm1,
                 expm1, kDifferenceUlps);
}

void Expm1OfSpecialNumbers() {
  EXPECT_TRUE(std::isnan(Of(kNan, kExpm1)));
  EXPECT_EQ(Of(0.0f, kExpm1), 0.0f);
  EXPECT_EQ(Of(-0.0f, kExpm1), 0.0f);
  for (float x : {-3e9f, -1e30f, -kLargest, -kInfinity})
    EXPECT_EQ(Of(x, kExpm1), -1.0f) << x;
}

void TanhIsAccurate() {
  const auto tanh = [](double x) { return std::tanh(x); };
  for (const auto& values :
       {Between(1e-30f, 1.0f, kSamples), Between(1.0f, 50.0f, kSamples)}) {
    ExpectAccurate(values, kTanh, tanh, kDifferenceUlps);
    ExpectAccurate(Negated(values), kTanh, tanh, kDifferenceUlps);
  }
}

void TanhOfSpecialNumbers() {
  EXPECT_TRUE(std::isnan(Of(kNan, kTanh)));
  EXPECT_EQ(Of(0.0f, kTanh), 0.0f);
  EXPECT_EQ(Of(-0.0f, kTanh), 0.0f);
  for (float x : {100.0f, 3e9f, 1e30f, kLargest, kInfinity}) {
    EXPECT_EQ(Of(x, kTanh), 1.0f) << x;
    EXPECT_EQ(Of(-x, kTanh), -1.0f) << x;
  }
}

void LogIsAccurate() {
  const auto log = [](double x) { return std::log(x); };
  ExpectAccurate(Between(kLeast, kLargest, 4 * kSamples), kLog, log, kUlps);
  ExpectAccurate(Between(0.9f, 1.1f, 4 * kSamples), kLog, log, kUlps);
}

void LogOfSpecialNumbers() {
  EXPECT_TRUE(std::isnan(Of(kNan, kLog)));
  EXPECT_EQ(Of(kInfinity, kLog), kInfinity);
  EXPECT_EQ(Of(1.0f, kLog), 0.0f);
}

void Log1pIsAccurate() {
  const auto log1p = [](double x) { return std::log1p(x); };
  ExpectAccurate(Between(kLeastNormal, kLargest, 4 * kSamples), kLog1p, log1p,
                 kDifferenceUlps);
  ExpectAccurate(Negated(Between(kLeastNormal, 0.9f, kSamples)), kLog1p, log1p,
                 kDifferenceUlps);
}

void Log1pOfSpecialNumbers() {
  EXPECT_TRUE(std::isnan(Of(kNan, kLog1p)));
  EXPECT_EQ(Of(kInfinity, kLog1p), kInfinity);
  EXPECT_EQ(Of(0.0f, kLog1p), 0.0f);
}

void ErfIsAccurate() {
  const auto erf = [](double x) { return std::erf(x); };
  for (const auto& values :
       {Between(1e-30f, 1.0f, kSamples), Between(1.0f, 10.0f, kSamples)}) {
    ExpectAccurate(values, kErf, erf, kErfUlps);
    ExpectAccurate(Negated(values), kErf, erf, kErfUlps);
  }
}

void ErfOfSpecialNumbers() {
  EXPECT_TRUE(std::isnan(Of(kNan, kErf)));
  EXPECT_EQ(Of(0.0f, kErf), 0.0f);
  EXPECT_EQ(Of(-0.0f, kErf), 0.0f);
  EXPECT_TRUE(std::signbit(Of(-0.0f, kErf)));
  for (float x : {4.0f, 4.5f, 1e30f, kLargest, kInfinity}) {
    EXPECT_EQ(Of(x, kErf), 1.0f) << x;
    EXPECT_EQ(Of(-x, kErf), -1.0f) << x;
  }
}

}  // namespace sinter::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sinter::kernels {

HWY_BEFORE_TEST(MathTest);
HWY_EXPORT_AND_TEST_P(MathTest, BoundsAndExtremesOfNumbers);
HWY_EXPORT_AND_TEST_P(MathTest, BoundsAndExtremesOfNan);
HWY_EXPORT_AND_TEST_P(MathTest, ExtremesOfLanes);
HWY_EXPORT_AND_TEST_P(MathTest, ExpIsAccurate);
HWY_EXPORT_AND_TEST_P(MathTest, ExpOfSpecialNumbers);
HWY_EXPORT_AND_TEST_P(MathTest, ExpOfLargestNumbers);
HWY_EXPORT_AND_TEST_P(MathTest, Expm1IsAccurate);
HWY_EXPORT_AND_TEST_P(MathTest, Expm1OfSpecialNumbers);
HWY_EXPORT_AND_TEST_P(MathTest, TanhIsAccurate);
HWY_EXPORT_AND_TEST_P(MathTest, TanhOfSpecialNumbers);
HWY_EXPORT_AND_TEST_P(MathTest, LogIsAccurate);
HWY_EXPORT_AND_TEST_P(MathTest, LogOfSpecialNumbers);
HWY_EXPORT_AND_TEST_P(MathTest, Log1pIsAccurate);
HWY_EXPORT_AND_TEST_P(MathTest, Log1pOfSpecialNumbers);
HWY_EXPORT_AND_TEST_P(MathTest, ErfIsAccurate);
HWY_EXPORT_AND_TEST_P(MathTest, ErfOfSpecialNumbers);

}  // namespace sinter::kernels
#endif  // HWY_ONCE
