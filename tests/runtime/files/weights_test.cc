#include "runtime/files/weights.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <vector>

#include "runtime/engine/panel_layout.h"
#include "runtime/files/tensor_file.h"
#include "tests/runtime/test_files.h"

namespace sinter::runtime {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// A kernel of two panels, the second padded, its bias and one slot.
constexpr uint32_t kRows = 3;
constexpr uint32_t kCols = 20;
constexpr PanelLayout kLayout{kRows, kCols, 16};
constexpr TensorInfo kTensors[] = {
    {"dense.kernel", TensorRole::kParameter, Initializer::kZeros, 2, kRows,
     kCols, kRows, kCols, 0, 16},
    {"dense.bias", TensorRole::kParameter, Initializer::kZeros, 1, 1, kCols,
     kRows, kCols, 96, 32},
    {"dense.kernel.velocity", TensorRole::kSlot, Initializer::kZeros, 2, kRows,
     kCols, kRows, kCols, 128, 16}};
constexpr size_t kStateFloats = 224;

class WeightsTest : public ::testing::Test {
 protected:
  WeightsTest() {
    model_.name = "layered";
    model_.spec_hash = "cafe";
    model_.tensors = kTensors;
    model_.state_floats = kStateFloats;
    for (size_t row = 0; row < kRows; ++row) {
      for (size_t col = 0; col < kCols; ++col) {
        state_[kLayout.Offset(row, col)] = 100.0f * row + col;
      }
    }
    for (size_t col = 0; col < kCols; ++col) state_[96 + col] = -1.0f - col;
  }

  // Loads a file with this content into a zeroed state.
  Status Load(const std::string& content) {
    WriteFile(path_, content);
    loaded_.assign(kStateFloats, 0);
    return LoadWeights(model_, path_, loaded_);
  }

  std::string Saved() {
    EXPECT_TRUE(SaveWeights(model_, state_, path_).ok());
    return ReadFile(path_);
  }

  // A file with these tensors, all zeros.
  std::string FileWith(const std::vector<SafetensorsEntry>& entries) {
    size_t bytes = 0;
    for (const auto& entry : entries) {
      size_t size = 4;
      for (uint64_t dimension : entry.shape) size *= dimension;
      bytes += size;
    }
    return FormatSafetensorsHeader({}, entries) + std::string(bytes, '\0');
  }

  TemporaryFolder folder_;
  std::string path_ = folder_ / "w.safetensors";
  Model model_ = {};
  std::vector<float> state_ = std::vector<float>(kStateFloats, 0);
  std::vector<float> loaded_;
};

TEST_F(WeightsTest, SavedWeightsLoadIntoTheSamePlaces) {
  const Status status = Load(Saved());
  ASSERT_TRUE(status.ok()) << status.message();
  EXPECT_EQ(loaded_, state_);
}

TEST_F(WeightsTest, TheFileIsCanonical) {
  const std::string content = Saved();
  const std::string header = FormatSafetensorsHeader(
      {{"crc32", "c593f441"},
       {"format", "keras-names"},
       {"model", "layered"},
       {"spec_hash", "cafe"},
       {"writer", "sinter"}},
      {{"dense.kernel", {kRows, kCols}}, {"dense.bias", {kCols}}});
  ASSERT_EQ(content.substr(0, header.size()), header);
  std::vector<float> data((content.size() - header.size()) / sizeof(float));
  std::memcpy(data.data(), content.data() + header.size(),
              data.size() * sizeof(float));
  ASSERT_EQ(data.size(), kRows * kCols + kCols);
  EXPECT_EQ(data[0], 0);
  EXPECT_EQ(data[kCols - 1], 19) << "row 0 ends in the second panel";
  EXPECT_EQ(data[kCols], 100);
  EXPECT_EQ(data[kRows * kCols], -1);
}

TEST_F(WeightsTest, OrderInTheFileDoesNotMatter) {
  std::string content =
      FileWith({{"dense.bias", {kCols}}, {"dense.kernel", {kRows, kCols}}});
  const float one = 1;
  std::memcpy(content.data() + content.size() - 4 * kRows * kCols, &one, 4);
  ASSERT_TRUE(Load(content).ok());
  EXPECT_EQ(loaded_[0], 1) << "the kernel is the second in the file";
}

TEST_F(WeightsTest, LargeTensorsAreReadInBlocks) {
  constexpr uint32_t kMany = 5000;
  constexpr TensorInfo kTall[] = {{"tall", TensorRole::kParameter,
                                   Initializer::kZeros, 2, kMany, 7, 1, 1, 0,
                                   16}};
  model_.tensors = kTall;
  model_.state_floats = kMany * 16;
  std::vector<float> state(model_.state_floats);
  for (size_t row = 0; row < kMany; ++row) {
    for (size_t col = 0; col < 7; ++col) state[row * 16 + col] = row * 7 + col;
  }
  ASSERT_TRUE(SaveWeights(model_, state, path_).ok());
  std::vector<float> loaded(model_.state_floats);
  ASSERT_TRUE(LoadWeights(model_, path_, loaded).ok());
  EXPECT_TRUE(loaded == state);
}

TEST_F(WeightsTest, OptimizerSlotsAreSkipped) {
  const std::vector<TensorInfo> all(std::begin(kTensors), std::end(kTensors));
  std::fill(state_.begin() + 128, state_.end(), 5.0f);
  ASSERT_TRUE(WriteTensors(model_, all, {{"step", "12"}}, state_, path_).ok());
  const Status status = Load(ReadFile(path_));
  ASSERT_TRUE(status.ok()) << status.message();
  EXPECT_TRUE(
      std::equal(loaded_.begin(), loaded_.begin() + 128, state_.begin()));
  EXPECT_EQ(std::count(loaded_.begin() + 128, loaded_.end(), 0.0f), 96);
}

TEST_F(WeightsTest, TensorsOfAnotherModel) {
  const SafetensorsEntry kernel{"dense.kernel", {kRows, kCols}};
  const SafetensorsEntry bias{"dense.bias", {kCols}};
  EXPECT_THAT(Load(FileWith({kernel})).message(),
              HasSubstr("tensor 'dense.bias' of model layered is missing"));
  EXPECT_THAT(Load(FileWith({kernel, bias, {"extra", {1}}})).message(),
              HasSubstr("model layered has no tensor 'extra'"));
  EXPECT_THAT(
      Load(FileWith({{"dense.kernel", {kCols, kRows}}, bias})).message(),
      HasSubstr("tensor 'dense.kernel' has shape [20, 3], in model "
                "layered it has [3, 20]"));
  EXPECT_THAT(Load(FileWith({kernel, {"dense.bias", {1, kCols}}})).message(),
              HasSubstr("tensor 'dense.bias' has shape [1, 20]"));
}

TEST_F(WeightsTest, CutOffAnywhere) {
  const std::string content = Saved();
  for (size_t length = 0; length < content.size(); ++length) {
    const Status status = Load(content.substr(0, length));
    EXPECT_EQ(status.code(), ExitCode::kFiles) << length;
    EXPECT_EQ(std::count(loaded_.begin(), loaded_.end(), 0.0f), kStateFloats);
  }
  EXPECT_FALSE(Load(content + "x").ok());
}

// Whatever one byte of the header becomes: the file is refused, or all weights
// are what they were (the byte stood in a comment of the file or between
// words).
TEST_F(WeightsTest, DamageToTheHeader) {
  const std::string content = Saved();
  const size_t header_bytes = content.size() - 4 * (kRows + 1) * kCols;
  int refused = 0;
  for (size_t place = 0; place < header_bytes; ++place) {
    for (int bit : {0, 5, 7}) {
      std::string damaged = content;
      damaged[place] = static_cast<char>(damaged[place] ^ (1 << bit));
      const Status status = Load(damaged);
      refused += !status.ok();
      if (status.ok()) {
        EXPECT_EQ(loaded_, state_) << place << " " << bit;
      }
    }
  }
  EXPECT_GT(refused, 400);
}

TEST_F(WeightsTest, NoSuchFile) {
  EXPECT_THAT(LoadWeights(model_, folder_ / "none", state_).message(),
              HasSubstr("No such file"));
}

TEST_F(WeightsTest, NoSuchFolder) {
  const Status status = SaveWeights(model_, state_, folder_ / "none/w");
  EXPECT_EQ(status.code(), ExitCode::kFiles);
  EXPECT_THAT(status.message(), HasSubstr("No such file"));
}

}  // namespace
}  // namespace sinter::runtime
