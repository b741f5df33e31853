#include "runtime/api/sinter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <span>
#include <vector>

#include "runtime/engine/initializers.h"
#include "runtime/engine/trainer.h"
#include "runtime/files/weights.h"
#include "tests/runtime/test_files.h"
#include "tests/runtime/toy_model.h"

namespace sinter {
namespace {

using runtime::kToyBatch;
using runtime::kToyClasses;
using runtime::kToyFeatures;
using runtime::ReadFile;
using runtime::WriteFile;
using ::testing::HasSubstr;

constexpr size_t kSamples = 6;  // a batch of 4 and one of 2

class NetworkTest : public ::testing::Test {
 protected:
  NetworkTest() {
    for (size_t i = 0; i < kSamples * kToyFeatures; ++i) {
      x_.push_back(static_cast<uint8_t>(i * 37));
    }
  }

  Network Create(uint32_t seed, unsigned threads = 1) {
    StatusOr<Network> network =
        Network::Create(model_, {.threads = threads, .seed = seed});
    EXPECT_TRUE(network.ok()) << network.status().message();
    return std::move(*network);
  }

  Samples From(size_t first, size_t count) const {
    return {std::span(x_).subspan(first * kToyFeatures, count * kToyFeatures),
            std::span(y_).subspan(first, count)};
  }

  std::string SavedBy(Network& network) {
    const Status status = network.Save(folder_ / "weights");
    EXPECT_TRUE(status.ok()) << status.message();
    return ReadFile(folder_ / "weights");
  }

  const Model model_ = runtime::ToyModel();
  std::vector<uint8_t> x_;
  const std::vector<uint8_t> y_ = {0, 1, 1, 0, 1, 0};
  runtime::TemporaryFolder folder_;
};

TEST_F(NetworkTest, TrainsAsTheProgramDoes) {
  runtime::ModelMemory memory(model_);
  runtime::InitializeState(model_, 7, memory.state.span());
  runtime::ThreadTeam team(1);
  const runtime::FitOptions options = {
      .epochs = 1, .learning_rate = 0.125f, .seed = 7, .shuffle = false};
  runtime::SampleView data;
  data.x[0] = std::as_bytes(std::span(x_)).data();
  data.y[0] = std::as_bytes(std::span(y_)).data();
  data.count = kSamples;
  const std::atomic<int> no_signal{0};
  ASSERT_TRUE(
      runtime::Fit(model_, data, options, memory, team, {}, no_signal).ok());
  ASSERT_TRUE(
      runtime::SaveWeights(model_, memory.state.span(), folder_ / "expected")
          .ok());
  for (unsigned threads : {1, 2}) {
    Network network = Create(7, threads);
    network.set_learning_rate(0.125f);
    EXPECT_TRUE(network.Train(From(0, kToyBatch)).ok());
    EXPECT_TRUE(network.Train(From(kToyBatch, kSamples - kToyBatch)).ok());
    EXPECT_EQ(network.iteration(), 2u);
    EXPECT_EQ(SavedBy(network), ReadFile(folder_ / "expected"));
  }
}

// The toy model's loss is the mean squared error.
TEST_F(NetworkTest, EvaluatesWhatItPredicts) {
  Network network = Create(3);
  const StatusOr<std::vector<float>> outputs = network.Predict({x_});
  ASSERT_TRUE(outputs.ok());
  ASSERT_EQ(outputs->size(), kSamples * kToyClasses);
  double loss = 0;
  for (size_t i = 0; i < outputs->size(); ++i) {
    const double target = y_[i / kToyClasses] == i % kToyClasses ? 1 : 0;
    const double error = (*outputs)[i] - target;
    loss += error * error / static_cast<double>(outputs->size());
  }
  const StatusOr<Metrics> metrics = network.Evaluate({x_, y_});
  ASSERT_TRUE(metrics.ok());
  EXPECT_NEAR(metrics->loss, loss, 1e-6);
}

TEST_F(NetworkTest, LoadsWhatItSaved) {
  Network trained = Create(1);
  ASSERT_TRUE(trained.Train(From(0, kToyBatch)).ok());
  const std::string saved = SavedBy(trained);
  Network other = Create(2);
  ASSERT_TRUE(other.Load(folder_ / "weights").ok());
  EXPECT_EQ(*other.Predict({x_}), *trained.Predict({x_}));
  // The optimizer begins anew: no momentum is left.
  ASSERT_TRUE(trained.Load(folder_ / "weights").ok());
  EXPECT_EQ(trained.iteration(), 0u);
  ASSERT_TRUE(other.Train(From(0, kToyBatch)).ok());
  ASSERT_TRUE(trained.Train(From(0, kToyBatch)).ok());
  const std::string next = SavedBy(trained);
  EXPECT_NE(next, saved);
  EXPECT_EQ(SavedBy(other), next);
}

TEST_F(NetworkTest, AFailedLoadChangesNothing) {
  Network network = Create(1);
  ASSERT_TRUE(network.Train(From(0, kToyBatch)).ok());
  const std::string before = SavedBy(network);
  std::string damaged = before;
  damaged.back() ^= 1;
  WriteFile(folder_ / "damaged", damaged);
  EXPECT_THAT(network.Load(folder_ / "damaged").message(),
              HasSubstr("the file is damaged"));
  EXPECT_EQ(network.iteration(), 1u);
  EXPECT_EQ(SavedBy(network), before);
}

TEST_F(NetworkTest, RefusesWhatTheModelDoesNotRead) {
  Network network = Create(0);
  const std::string before = SavedBy(network);
  const auto train = [&](const Samples& samples) {
    return network.Train(samples).status().message();
  };
  EXPECT_EQ(train({x_, y_}), "6 samples are more than model toy's batch, 4");
  EXPECT_EQ(train({std::span(x_).first(4), y_}),
            "4 elements are no samples of model toy, which have 3 each");
  EXPECT_EQ(train({std::span<const uint8_t>()}),
            "0 elements are no samples of model toy, which have 3 each");
  const std::vector<float> floats(kToyFeatures);
  EXPECT_EQ(train({floats}), "the samples are float32, model toy reads uint8");
  EXPECT_EQ(train({std::span(x_).first(6)}), "0 labels for 2 samples");
  const std::vector<uint8_t> labels = {1, 2};
  EXPECT_EQ(
      network.Evaluate({std::span(x_).first(6), labels}).status().message(),
      "label 2 of sample 1 is not less than the 2 classes of model toy");
  EXPECT_FALSE(network.Predict({floats}).ok());
  EXPECT_EQ(network.iteration(), 0u);
  EXPECT_EQ(SavedBy(network), before);
}

TEST_F(NetworkTest, ReadsFloats) {
  const Model model = runtime::ToyFloatModel();
  StatusOr<Network> network = Network::Create(model);
  ASSERT_TRUE(network.ok());
  const std::vector<float> x(3 * kToyFeatures, 0.5f);
  const StatusOr<std::vector<float>> outputs = network->Predict({x});
  ASSERT_TRUE(outputs.ok());
  EXPECT_EQ(outputs->size(), 3 * kToyClasses);
}

}  // namespace
}  // namespace sinter
