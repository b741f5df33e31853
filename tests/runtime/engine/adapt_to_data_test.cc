#include "runtime/engine/adapt_to_data.h"

#include <gtest/gtest.h>

#include <vector>

#include "runtime/engine/panel_layout.h"

namespace sinter::runtime {
namespace {

constexpr uint32_t kBytesShape[] = {2, 2};
constexpr uint32_t kFloatsShape[] = {1};
constexpr InputInfo kInputs[] = {
    {"image", ElementType::kUint8, kBytesShape, 4},
    {"number", ElementType::kFloat32, kFloatsShape, 1}};

constexpr TensorInfo Statistic(Initializer initializer, uint32_t cols,
                               uint32_t input, uint64_t offset) {
  return {"normalization.statistic",
          TensorRole::kParameter,
          initializer,
          1,
          1,
          cols,
          input + 1,
          cols,
          offset,
          kLaneMultiple};
}

constexpr TensorInfo kTensors[] = {
    Statistic(Initializer::kInputMean, 2, 0, 0),
    Statistic(Initializer::kInputVariance, 2, 0, 16),
    Statistic(Initializer::kInputMean, 1, 1, 32),
    Statistic(Initializer::kInputVariance, 1, 1, 48),
    Statistic(Initializer::kOnes, 1, 0, 64)};

class AdaptToDataTest : public ::testing::Test {
 protected:
  AdaptToDataTest() : state_(80, -1.0f) {
    model_.tensors = kTensors;
    model_.inputs = kInputs;
    data_.x[0] = reinterpret_cast<const std::byte*>(bytes_);
    data_.x[1] = reinterpret_cast<const std::byte*>(floats_);
    data_.count = 3;
  }

  Model model_ = {};
  // Columns run along the last dimension: 1, 3, 5, 7 and 2, 2, 4, 4.
  const uint8_t bytes_[12] = {1, 2, 3, 2, 5, 4, 7, 4, 255, 255, 255, 255};
  const float floats_[3] = {1e6f + 0.25f, 1e6f - 0.25f, 0};
  SampleView data_;
  std::vector<float> state_;
};

TEST_F(AdaptToDataTest, FindsMeanAndVarianceOfEachColumn) {
  AdaptToData(model_, data_, 2, state_);
  EXPECT_EQ(state_[0], 4);
  EXPECT_EQ(state_[1], 3);
  EXPECT_EQ(state_[16], 5);
  EXPECT_EQ(state_[17], 1);
}

// In float32, or as a difference of squares, nothing of it would be left.
TEST_F(AdaptToDataTest, AMeanFarFromZeroTakesNoDigits) {
  AdaptToData(model_, data_, 2, state_);
  EXPECT_EQ(state_[32], 1e6f);
  EXPECT_EQ(state_[48], 0.0625f);
}

TEST_F(AdaptToDataTest, CountsColumnsThatDoNotVary) {
  EXPECT_EQ(AdaptToData(model_, data_, 2, state_), 0u);
  EXPECT_EQ(AdaptToData(model_, data_, 1, state_), 2u);
}

TEST_F(AdaptToDataTest, OtherTensorsStay) {
  AdaptToData(model_, data_, 3, state_);
  EXPECT_EQ(state_[2], -1);
  EXPECT_EQ(state_[64], -1);
}

}  // namespace
}  // namespace sinter::runtime
