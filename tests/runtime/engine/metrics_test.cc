#include "runtime/engine/metrics.h"

#include <gtest/gtest.h>

#include <cmath>

namespace sinter::runtime {
namespace {

TEST(MetricSum, MeansOverSamples) {
  MetricSum sum;
  const float first[] = {0.5f, 3, 0.25f};
  const float second[] = {2, 1, 0.5f};
  sum.Add(first, 4);
  sum.Add(second, 1);
  EXPECT_EQ(sum.samples(), 5u);
  EXPECT_EQ(sum.loss(), 0.5 * 4 + 2);
  EXPECT_EQ(sum.values(), (MetricValues{4, 0.75}));
  const Metrics mean = sum.Mean();
  EXPECT_EQ(mean.loss, 4. / 5);
  EXPECT_EQ(mean.values, (MetricValues{4. / 5, 0.75 / 5}));
}

TEST(MetricSum, OfTheLossAlone) {
  MetricSum sum;
  const float loss[] = {3};
  sum.Add(loss, 2);
  EXPECT_EQ(sum.Mean().loss, 3);
  EXPECT_EQ(sum.Mean().values, MetricValues());
}

TEST(MetricSum, OfAsManyAsThereMayBe) {
  float metrics[kStepMetrics];
  for (size_t i = 0; i < kStepMetrics; ++i) metrics[i] = static_cast<float>(i);
  MetricSum sum;
  sum.Add(metrics, 1);
  EXPECT_EQ(sum.values().front(), 1);
  EXPECT_EQ(sum.values().back(), kMostMetrics);
}

// A sum that goes on from a saved one is the unbroken one.
TEST(MetricSum, GoesOn) {
  const float metrics[] = {0.1f, 0.7f, 0.3f};
  MetricSum unbroken;
  unbroken.Add(metrics, 3);
  MetricSum resumed(unbroken.loss(), unbroken.values(), unbroken.samples());
  unbroken.Add(metrics, 3);
  resumed.Add(metrics, 3);
  EXPECT_EQ(resumed.loss(), unbroken.loss());
  EXPECT_EQ(resumed.values(), unbroken.values());
  EXPECT_EQ(resumed.samples(), unbroken.samples());
}

TEST(MetricSum, NanHasNoSign) {
  const float metrics[] = {-NAN, 1, -NAN};
  MetricSum sum;
  sum.Add(metrics, 1);
  EXPECT_FALSE(std::signbit(sum.Mean().loss));
  EXPECT_FALSE(std::signbit(sum.Mean().values[1]));
  EXPECT_EQ(sum.Mean().values[0], 1);
}

}  // namespace
}  // namespace sinter::runtime
