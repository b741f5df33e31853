#include "runtime/engine/inference.h"

#include <gtest/gtest.h>

#include <vector>

#include "runtime/data/dataset.h"
#include "tests/runtime/toy_model.h"

namespace sinter::runtime {
namespace {

// The toy model answers bias alone: class 0 gets 0.75, class 1 gets 0.
class InferenceTest : public ::testing::TestWithParam<unsigned> {
 protected:
  InferenceTest() : memory_(model_), team_(GetParam()) {
    memory_.state.data()[model_.tensors[1].offset] = 0.75f;
    data_.y[0].data()[5] = std::byte{1};
  }

  const Model model_ = ToyModel();
  ModelMemory memory_;
  ThreadTeam team_;
  Dataset data_ = ToyDataset(6);
};

INSTANTIATE_TEST_SUITE_P(Threads, InferenceTest, ::testing::Values(1, 2, 3));

// A mean over batches of 4 and 2 would differ from the mean over samples.
TEST_P(InferenceTest, MetricsAreMeansOverSamples) {
  const Metrics metrics =
      Evaluate(model_, Batches(model_, data_, 0, 6), memory_, team_);
  const double right = 0.25 * 0.25 / 2;
  const double wrong = (0.75 * 0.75 + 1) / 2;
  EXPECT_NEAR(metrics.loss, (5 * right + wrong) / 6, 1e-7);
  EXPECT_NEAR(metrics.values[0], 5. / 6, 1e-15);
}

TEST_P(InferenceTest, EverySampleIsPredicted) {
  memory_.state.data()[0] = 255;  // class 0 also gets the first feature
  for (size_t i = 0; i < 6; ++i) {
    data_.x[0].data()[i * kToyFeatures] = std::byte(i);
  }
  const std::vector<AlignedArray<float>> outputs =
      Predict(model_, Batches(model_, data_, 0, 6), memory_, team_);
  const uint32_t stride = model_.outputs[0].stride;
  for (size_t i = 0; i < 6; ++i) {
    EXPECT_NEAR(outputs[0].data()[i * stride], 0.75 + i, 1e-5);
    EXPECT_EQ(outputs[0].data()[i * stride + 1], 0);
  }
}

}  // namespace
}  // namespace sinter::runtime
