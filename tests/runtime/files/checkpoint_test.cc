#include "runtime/files/checkpoint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <vector>

#include "runtime/files/weights.h"
#include "tests/runtime/test_files.h"
#include "tests/runtime/toy_model.h"

namespace sinter::runtime {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;

// 14 samples are four steps an epoch.
Checkpoint ToyCheckpoint() {
  Checkpoint checkpoint;
  checkpoint.position = {1, 3, 7, {0.1 + 0.2, {5}, 12}};
  checkpoint.fit.epochs = 5;
  checkpoint.fit.learning_rate = 0.1f;
  checkpoint.fit.seed = 4294967295;
  checkpoint.fit.shuffle = false;
  checkpoint.data = {14, "0123abcd"};
  checkpoint.best = {0, 1.0 / 3};
  return checkpoint;
}

class CheckpointTest : public ::testing::Test {
 protected:
  CheckpointTest() {
    // Some values for each tensor; what pads their rows stays zero.
    float value = -3;
    for (const TensorInfo& tensor : model_.tensors) {
      for (uint32_t row = 0; row < tensor.rows; ++row) {
        for (uint32_t col = 0; col < tensor.cols; ++col) {
          state_[tensor.offset + row * tensor.panel + col] = value += 0.7f;
        }
      }
    }
  }

  // The bytes of a checkpoint file.
  std::string Saved(const Checkpoint& checkpoint) {
    const std::string path = folder_ / "saved";
    EXPECT_TRUE(SaveCheckpoint(model_, checkpoint, state_, path).ok());
    return ReadFile(path);
  }

  StatusOr<Checkpoint> Load(const std::string& content) {
    file_.Write(content);
    std::fill(loaded_.begin(), loaded_.end(), 0.0f);
    return LoadCheckpoint(model_, file_.path(), loaded_);
  }

  // Expects a refusal that names the file and leaves the state alone.
  std::string Refusal(const std::string& content) {
    const StatusOr<Checkpoint> checkpoint = Load(content);
    if (checkpoint.ok()) return "not refused";
    EXPECT_EQ(checkpoint.status().code(), ExitCode::kFiles);
    EXPECT_EQ(std::count(loaded_.begin(), loaded_.end(), 0.0f),
              static_cast<ptrdiff_t>(loaded_.size()));
    EXPECT_THAT(checkpoint.status().message(), HasSubstr(file_.path() + ": "));
    return checkpoint.status().message();
  }

  // The saved file with another header and the right checksum.
  std::string WithHeader(const std::string& from, const std::string& to) {
    const std::string content = Saved(ToyCheckpoint());
    const size_t data = HeaderBytes(content);
    std::string json = content.substr(8, data - 8);
    const size_t place = json.find(from);
    EXPECT_NE(place, std::string::npos) << from;
    json.replace(place, from.size(), to);
    const size_t digits = json.find(R"("crc32":")");
    if (digits != std::string::npos) json.replace(digits + 9, 8, "00000000");
    const uint64_t length = json.size();
    std::string file(8, '\0');
    std::memcpy(file.data(), &length, 8);
    file += json + content.substr(data);
    if (digits != std::string::npos) {
      const std::string sum = Sum(file);
      file.replace(8 + digits + 9, 8, sum);
    }
    return file;
  }

  // By zlib itself, for comparison.
  static std::string Sum(const std::string& bytes) {
    char text[16];
    std::snprintf(text, sizeof(text), "%08lx",
                  crc32(0, reinterpret_cast<const Bytef*>(bytes.data()),
                        static_cast<uInt>(bytes.size())));
    return text;
  }

  static size_t HeaderBytes(const std::string& content) {
    uint64_t length;
    std::memcpy(&length, content.data(), 8);
    return 8 + length;
  }

  Model model_ = ToyModel();
  TemporaryFolder folder_;
  MemoryFile file_;
  std::vector<float> state_ = std::vector<float>(model_.state_floats, 0);
  std::vector<float> loaded_ = std::vector<float>(model_.state_floats);
};

TEST_F(CheckpointTest, WhatIsSavedIsLoaded) {
  const Checkpoint saved = ToyCheckpoint();
  const StatusOr<Checkpoint> loaded = Load(Saved(saved));
  ASSERT_TRUE(loaded.ok()) << loaded.status().message();
  EXPECT_EQ(loaded_, state_);
  EXPECT_EQ(loaded->position.epoch, 1u);
  EXPECT_EQ(loaded->position.step, 3u);
  EXPECT_EQ(loaded->position.iteration, 7u);
  EXPECT_EQ(loaded->position.sum.loss(), saved.position.sum.loss());
  EXPECT_EQ(loaded->position.sum.values()[0], 5);
  EXPECT_EQ(loaded->position.sum.samples(), 12u);
  EXPECT_EQ(loaded->fit.epochs, 5u);
  EXPECT_EQ(loaded->fit.learning_rate, 0.1f);
  EXPECT_EQ(loaded->fit.seed, 4294967295u);
  EXPECT_FALSE(loaded->fit.shuffle);
  EXPECT_EQ(loaded->data.samples, 14u);
  EXPECT_EQ(loaded->data.checksum, "0123abcd");
  ASSERT_TRUE(loaded->best.has_value());
  EXPECT_EQ(loaded->best->epoch, 0u);
  EXPECT_EQ(loaded->best->loss, 1.0 / 3);
}

TEST_F(CheckpointTest, EqualCheckpointsAreEqualFiles) {
  EXPECT_EQ(Saved(ToyCheckpoint()), Saved(ToyCheckpoint()));
}

TEST_F(CheckpointTest, TheChecksumIsZlibs) {
  std::string content = Saved(ToyCheckpoint());
  const size_t digits = content.find(R"("crc32":")") + 9;
  const std::string sum = content.substr(digits, 8);
  content.replace(digits, 8, "00000000");
  EXPECT_EQ(sum, Sum(content));
}

TEST_F(CheckpointTest, CutOffAtEveryLength) {
  const std::string content = Saved(ToyCheckpoint());
  ASSERT_GT(content.size(), 600u);
  for (size_t length = 0; length < content.size(); ++length) {
    EXPECT_NE(Refusal(content.substr(0, length)), "not refused") << length;
  }
  EXPECT_THAT(Refusal(content + '\0'), HasSubstr("the file has"));
}

// Every bit of the length, the header and the data.
TEST_F(CheckpointTest, EveryFlippedBitIsFound) {
  std::string content = Saved(ToyCheckpoint());
  for (size_t place = 0; place < content.size(); ++place) {
    for (int bit = 0; bit < 8; ++bit) {
      content[place] = static_cast<char>(content[place] ^ (1 << bit));
      EXPECT_NE(Refusal(content), "not refused") << place << " " << bit;
      content[place] = static_cast<char>(content[place] ^ (1 << bit));
    }
  }
  EXPECT_TRUE(Load(content).ok());
}

TEST_F(CheckpointTest, EveryFlippedBitOfWeightsIsFound) {
  const std::string path = folder_ / "weights";
  ASSERT_TRUE(SaveWeights(model_, state_, path).ok());
  std::string content = ReadFile(path);
  for (size_t place = 0; place < content.size(); ++place) {
    for (int bit = 0; bit < 8; ++bit) {
      content[place] = static_cast<char>(content[place] ^ (1 << bit));
      file_.Write(content);
      EXPECT_EQ(LoadWeights(model_, file_.path(), loaded_).code(),
                ExitCode::kFiles)
          << place << " " << bit;
      content[place] = static_cast<char>(content[place] ^ (1 << bit));
    }
  }
}

TEST_F(CheckpointTest, OversizeHeader) {
  std::string content = Saved(ToyCheckpoint());
  for (const uint64_t length :
       {uint64_t{content.size()} - 7, uint64_t{content.size()},
        uint64_t{1} << 32, uint64_t{1} << 63, UINT64_MAX - 7, UINT64_MAX}) {
    std::memcpy(content.data(), &length, 8);
    EXPECT_THAT(Refusal(content),
                HasSubstr("would have " + std::to_string(length)));
  }
  // One of 17 MB that the file does have.
  std::string large(17 << 20, ' ');
  const uint64_t length = large.size() - 8;
  std::memcpy(large.data(), &length, 8);
  EXPECT_THAT(Refusal(large), HasSubstr("would have"));
}

TEST_F(CheckpointTest, OffsetsAndTensors) {
  const char* bias = R"("dense.bias":{"dtype":"F32","shape":[2],)"
                     R"("data_offsets":[24,32]})";
  const auto with_bias = [&](const std::string& entry) {
    return Refusal(WithHeader(bias, entry));
  };
  EXPECT_THAT(
      with_bias(
          R"("dense.bias":{"dtype":"F32","shape":[2],"data_offsets":[20,28]})"),
      HasSubstr("tensors overlap"));
  EXPECT_THAT(
      with_bias(
          R"("dense.bias":{"dtype":"F32","shape":[2],"data_offsets":[0,8]})"),
      HasSubstr("tensors overlap"));
  EXPECT_THAT(
      with_bias(
          R"("dense.bias":{"dtype":"F32","shape":[2],"data_offsets":[64,72]})"),
      AnyOf(HasSubstr("there is a gap"), HasSubstr("the file has")));
  EXPECT_THAT(
      with_bias(
          R"("dense.bias":{"dtype":"F32","shape":[3],"data_offsets":[24,32]})"),
      HasSubstr("do not fit shape"));
  EXPECT_THAT(
      with_bias(
          R"("dense.bias":{"dtype":"F64","shape":[1],"data_offsets":[24,32]})"),
      HasSubstr("dtype is F64"));
  EXPECT_THAT(
      with_bias(
          R"("dense.bias":{"dtype":"F32","shape":[1,2],"data_offsets":[24,32]})"),
      HasSubstr("has shape [1, 2], in model toy it has [2]"));
  EXPECT_THAT(
      with_bias(
          R"("dense.beta":{"dtype":"F32","shape":[2],"data_offsets":[24,32]})"),
      HasSubstr("model toy has no tensor 'dense.beta'"));
  EXPECT_THAT(
      with_bias(
          R"("dense.kernel":{"dtype":"F32","shape":[2],"data_offsets":[24,32]})"),
      HasSubstr("'dense.kernel' comes twice"));
}

TEST_F(CheckpointTest, MissingTensors) {
  // Slots are missing in a file of weights; so is the rest of the metadata.
  const std::string weights = folder_ / "weights";
  ASSERT_TRUE(SaveWeights(model_, state_, weights).ok());
  EXPECT_THAT(Refusal(ReadFile(weights)),
              HasSubstr("no checkpoint: its header lacks 'epoch'"));
  Model without_slots = model_;
  without_slots.tensors = model_.tensors.first(3);
  const std::string path = folder_ / "fewer";
  ASSERT_TRUE(
      SaveCheckpoint(without_slots, ToyCheckpoint(), state_, path).ok());
  EXPECT_THAT(Refusal(ReadFile(path)),
              HasSubstr("'dense.bias.momentum' of model toy is missing"));
}

TEST_F(CheckpointTest, AnotherSpec) {
  EXPECT_THAT(Refusal(WithHeader(R"("spec_hash":"00ff")", R"("spec":"00ff")")),
              HasSubstr("lacks 'spec_hash'"));
  const std::string content = Saved(ToyCheckpoint());
  model_.spec_hash = "beef";
  EXPECT_THAT(Refusal(content),
              HasSubstr("is of another model: its spec has SHA-256 00ff, that "
                        "of toy is beef"));
  // The weights alone may be taken.
  EXPECT_TRUE(LoadWeights(model_, file_.path(), loaded_).ok());
  EXPECT_EQ(loaded_[0], state_[0]);
}

TEST_F(CheckpointTest, WeightsOfAnotherOptimizersCheckpoint) {
  const std::string content = Saved(ToyCheckpoint());
  model_.tensors = model_.tensors.first(2);
  file_.Write(content);
  const Status status = LoadWeights(model_, file_.path(), loaded_);
  EXPECT_TRUE(status.ok()) << status.message();
}

TEST_F(CheckpointTest, KeepsTheSumOfEachMetric) {
  model_.metrics = kToyMetrics;
  Checkpoint checkpoint = ToyCheckpoint();
  checkpoint.position.sum = {0.5, {5, 1.0 / 3}, 12};
  EXPECT_EQ(Load(Saved(checkpoint))->position.sum.values(),
            checkpoint.position.sum.values());
  EXPECT_THAT(Refusal(WithHeader(R"("mean_squared_error_sum":"0",)", "")),
              HasSubstr("lacks 'mean_squared_error_sum'"));
}

// Of a metric beside a loss that is finite.
TEST_F(CheckpointTest, KeepsSumsThatAreNotFinite) {
  model_.metrics = kToyMetrics;
  Checkpoint checkpoint = ToyCheckpoint();
  checkpoint.position.sum = {0.5, {-std::nan(""), INFINITY}, 12};
  const StatusOr<Checkpoint> loaded = Load(Saved(checkpoint));
  ASSERT_TRUE(loaded.ok()) << loaded.status().message();
  EXPECT_TRUE(std::isnan(loaded->position.sum.values()[0]));
  EXPECT_EQ(loaded->position.sum.values()[1], INFINITY);
}

TEST_F(CheckpointTest, MetadataThatMakeNoSense) {
  const auto with = [&](const std::string& from, const std::string& to) {
    return Refusal(WithHeader(from, to));
  };
  const std::pair<const char*, const char*> cases[] = {
      {R"("epoch":"1")", R"("epoch":"-1")"},
      {R"("epoch":"1")", R"("epoch":"4294967296")"},
      {R"("epoch_step":"3")", R"("epoch_step":"3.5")"},
      {R"("iteration":"7")", R"("iteration":"")"},
      {R"("loss_sum":"0.30000000000000004")", R"("loss_sum":"nan")"},
      {R"("correct_sum":"5")", R"("correct_sum":"-5")"},
      {R"("samples_sum":"12")", R"("samples_sum":"12 ")"},
      {R"("seed":"4294967295")", R"("seed":"0x7")"},
      {R"("shuffle":"false")", R"("shuffle":"no")"},
      {R"("learning_rate":"0.1")", R"("learning_rate":"inf")"},
      {R"("training_samples":"14")", R"("training_samples":"0")"},
      {R"("best_val_loss":"0.3333333333333333")", R"("best_val_loss":"x")"}};
  for (const auto& [from, to] : cases) {
    EXPECT_THAT(with(from, to), HasSubstr("of its header is '")) << to;
  }
  EXPECT_THAT(with(R"("epochs":"5",)", ""), HasSubstr("lacks 'epochs'"));
  EXPECT_THAT(with(R"("best_val_loss":"0.3333333333333333",)", ""),
              HasSubstr("lacks 'best_val_loss'"));
}

// Each number is good; together they are no place in a training.
TEST_F(CheckpointTest, PositionsThatCannotBe) {
  const std::pair<const char*, const char*> cases[] = {
      {R"("epoch":"1")", R"("epoch":"2")"},
      {R"("epoch":"1")", R"("epoch":"4294967295")"},
      {R"("epoch_step":"3")", R"("epoch_step":"4")"},
      {R"("epoch_step":"3")", R"("epoch_step":"18446744073709551615")"},
      {R"("iteration":"7")", R"("iteration":"8")"},
      {R"("samples_sum":"12")", R"("samples_sum":"11")"},
      {R"("training_samples":"14")", R"("training_samples":"4294967295")"},
      {R"("epochs":"5")", R"("epochs":"0")"}};
  for (const auto& [from, to] : cases) {
    EXPECT_THAT(Refusal(WithHeader(from, to)), HasSubstr("do not fit")) << to;
  }
}

TEST_F(CheckpointTest, ChecksumsThatCannotBeRead) {
  EXPECT_THAT(Refusal(WithHeader(R"("crc32":)", R"("crc31":)")),
              HasSubstr("its checksum is missing"));
  // Another tool's spaces: which digits count as zeros would be a guess.
  EXPECT_THAT(Refusal(WithHeader(R"("crc32":)", R"("crc32": )")),
              HasSubstr("its checksum cannot be read"));
  EXPECT_THAT(Refusal(WithHeader(R"("format":)", R"("crc32":"","format":)")),
              HasSubstr("'crc32' comes twice"));
}

}  // namespace
}  // namespace sinter::runtime
