#include "runtime/engine/choose_steps.h"

#include <gtest/gtest.h>

#include "runtime/data/dataset.h"
#include "tests/runtime/toy_model.h"

namespace sinter::runtime {
namespace {

constexpr size_t kSamples = 40;

class ChooseStepsTest : public ::testing::Test {
 protected:
  ChooseStepsTest() { model_.sparse_steps = model_.steps; }

  bool IsSparse(size_t elements_a_sample) {
    for (size_t i = 0; i < data_.x[0].size(); ++i)
      data_.x[0].data()[i] = std::byte(i % kToyFeatures < elements_a_sample);
    return &ChooseSteps(model_, Batches(model_, data_, 0, kSamples)) ==
           &model_.sparse_steps;
  }

  Model model_ = ToyModel();
  Dataset data_ = ToyDataset(kSamples);
};

TEST_F(ChooseStepsTest, ZerosAreSkippedWhereTheyAreMany) {
  EXPECT_TRUE(IsSparse(0));
  EXPECT_FALSE(IsSparse(kToyFeatures));
}

TEST_F(ChooseStepsTest, AModelMayHaveNoSparseSteps) {
  model_.sparse_steps = {};
  EXPECT_FALSE(IsSparse(0));
}

TEST_F(ChooseStepsTest, OrderedSamplesAreLookedAt) {
  for (std::byte& value : data_.x[0].bytes()) value = std::byte{1};
  for (size_t i = 0; i < kToyFeatures; ++i) data_.x[0].data()[i] = std::byte{0};
  const std::vector<uint32_t> first(kSamples, 0);  // the only one with zeros
  EXPECT_EQ(&ChooseSteps(model_, Batches(model_, data_, 0, first)),
            &model_.sparse_steps);
}

}  // namespace
}  // namespace sinter::runtime
