#include "runtime/engine/batches.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "runtime/data/dataset.h"
#include "tests/runtime/toy_model.h"

namespace sinter::runtime {
namespace {

using ::testing::ElementsAre;

// `count` toy samples.
// Expected orders: an independent implementation of the definition.
TEST(ShuffledOrder, IsTheDefinedOrder) {
  EXPECT_THAT(ShuffledOrder(10, 0, 0),
              ElementsAre(3, 5, 6, 0, 7, 9, 8, 2, 4, 1));
  EXPECT_THAT(ShuffledOrder(10, 0, 1),
              ElementsAre(3, 4, 1, 5, 7, 2, 8, 0, 6, 9));
  EXPECT_THAT(ShuffledOrder(10, 5, 0),
              ElementsAre(6, 1, 0, 2, 9, 4, 3, 8, 7, 5));
}

TEST(ShuffledOrder, IsAPermutation) {
  for (size_t count : {0, 1, 2, 3, 17, 1000}) {
    std::vector<uint32_t> order = ShuffledOrder(count, 1, 2);
    std::sort(order.begin(), order.end());
    std::vector<uint32_t> all(count);
    std::iota(all.begin(), all.end(), 0u);
    EXPECT_EQ(order, all);
  }
}

// Each of the 24 orders of four samples should come up equally often.
TEST(ShuffledOrder, AllOrdersAreEquallyLikely) {
  constexpr int kEpochs = 24000;
  std::map<std::vector<uint32_t>, int> counts;
  for (int epoch = 0; epoch < kEpochs; ++epoch) {
    ++counts[ShuffledOrder(4, 11, epoch)];
  }
  ASSERT_EQ(counts.size(), 24u);
  for (const auto& [order, count] : counts) {
    EXPECT_NEAR(count, 1000, 5 * std::sqrt(1000.));
  }
}

TEST(TrainingSamples, IsKerasSplit) {
  EXPECT_EQ(TrainingSamples(60000, 0), 60000u);
  EXPECT_EQ(TrainingSamples(60000, 0.2), 48000u);
  EXPECT_EQ(TrainingSamples(10, 0.25), 7u);
  EXPECT_EQ(TrainingSamples(3, 0.1), 2u);
  EXPECT_EQ(TrainingSamples(3, 0.9), std::nullopt);
  EXPECT_EQ(TrainingSamples(1, 0.5), std::nullopt);
}

TEST(Batches, InFileOrder) {
  const Model model = ToyModel();
  const Dataset data = ToyDataset(12);
  const Batches batches(model, data, 2, 9);
  ASSERT_EQ(batches.steps(), 3u);
  StepArguments arguments = {};
  batches.Select(1, arguments);
  EXPECT_EQ(arguments.samples, kToyBatch);
  EXPECT_EQ(arguments.x[0], data.x[0].data() + 6 * kToyFeatures);
  EXPECT_EQ(arguments.y[0], data.y[0].data() + 6);
  EXPECT_EQ(arguments.indices, nullptr);
  batches.Select(2, arguments);
  EXPECT_EQ(arguments.samples, 1u) << "the rest trains at its true size";
}

TEST(Batches, InAGivenOrder) {
  const Model model = ToyModel();
  const Dataset data = ToyDataset(12);
  const std::vector<uint32_t> order = ShuffledOrder(8, 1, 1);
  const Batches batches(model, data, 0, order);
  ASSERT_EQ(batches.steps(), 2u);
  EXPECT_EQ(batches.samples(), 8u);
  StepArguments arguments = {};
  batches.Select(1, arguments);
  EXPECT_EQ(arguments.samples, kToyBatch);
  EXPECT_EQ(arguments.x[0], data.x[0].data());
  EXPECT_EQ(arguments.y[0], data.y[0].data());
  EXPECT_EQ(arguments.indices, order.data() + 4);
}

TEST(Batches, FloatSamplesTakeFourBytesAnElement) {
  const Model model = ToyFloatModel();
  const Dataset data = ToyDataset(8, ElementType::kFloat32);
  StepArguments arguments = {};
  Batches(model, data, 0, 8).Select(1, arguments);
  EXPECT_EQ(arguments.x[0],
            data.x[0].data() + 4 * kToyFeatures * sizeof(float));
}

}  // namespace
}  // namespace sinter::runtime
