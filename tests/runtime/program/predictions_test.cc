#include "runtime/program/predictions.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <limits>

#include "tests/runtime/test_files.h"

namespace sinter::runtime {
namespace {

using ::testing::HasSubstr;

// Three classes in rows of four floats.
constexpr float kOutputs[] = {0.25f, 0.5f, 0.25f, 9, 0.1f, 0.1f, 0.8f, 9};
constexpr uint8_t kLabels[] = {1, 0};
constexpr Predictions kPredictions{kOutputs, 4, 3, kLabels};

// What `print` writes.
template <typename Print>
std::string TextOf(const Predictions& predictions, Print print) {
  const TemporaryFolder folder;
  const std::string path = folder / "out";
  const int fd = open(path.c_str(), O_WRONLY | O_CREAT, 0600);
  Results results(fd);
  print(predictions, results);
  EXPECT_TRUE(results.Flush().ok());
  close(fd);
  return ReadFile(path);
}

TEST(Predictions, Table) {
  EXPECT_EQ(TextOf(kPredictions, PrintTable),
            "sample    p(0)    p(1)    p(2)  argmax       p  label\n"
            "     0  0.2500  0.5000  0.2500       1  0.5000      1\n"
            "     1  0.1000  0.1000  0.8000       2  0.8000      0\n");
}

TEST(Predictions, Json) {
  EXPECT_EQ(TextOf(kPredictions, PrintJson),
            "[{\"sample\": 0, \"probabilities\": [0.25, 0.5, 0.25], "
            "\"argmax\": 1, \"probability\": 0.5, \"label\": 1},\n"
            " {\"sample\": 1, \"probabilities\": [0.1, 0.1, 0.8], "
            "\"argmax\": 2, \"probability\": 0.8, \"label\": 0}]\n");
}

// log(1), log(2), log(1) beside others that would overflow.
constexpr float kLogits[] = {0, 0.6931472f, 0, -1000, 0, 1000};
constexpr Predictions kOfLogits{kLogits, 3, 3, kLabels, OutputKind::kLogits};

TEST(Predictions, TableOfLogitsShowsProbabilities) {
  EXPECT_EQ(TextOf(kOfLogits, PrintTable),
            "sample    p(0)    p(1)    p(2)  argmax       p  label\n"
            "     0  0.2500  0.5000  0.2500       1  0.5000      1\n"
            "     1  0.0000  0.0000  1.0000       2  1.0000      0\n");
}

TEST(Predictions, JsonOfLogitsHasBoth) {
  EXPECT_EQ(TextOf(kOfLogits, PrintJson),
            "[{\"sample\": 0, \"probabilities\": [0.25, 0.5, 0.25], "
            "\"logits\": [0, 0.6931472, 0], "
            "\"argmax\": 1, \"probability\": 0.5, \"label\": 1},\n"
            " {\"sample\": 1, \"probabilities\": [0, 0, 1], "
            "\"logits\": [-1000, 0, 1000], "
            "\"argmax\": 2, \"probability\": 1, \"label\": 0}]\n");
}

constexpr float kValues[] = {-12345.678f, 0.5f, 1e-7f, 2};
constexpr Predictions kOfValues{kValues, 2, 2, kLabels, OutputKind::kValues};

TEST(Predictions, TableOfValues) {
  EXPECT_EQ(TextOf(kOfValues, PrintTable),
            "sample     out(0)     out(1)  argmax        out  label\n"
            "     0 -1.235e+04        0.5       1        0.5      1\n"
            "     1      1e-07          2       1          2      0\n");
}

TEST(Predictions, JsonOfValues) {
  EXPECT_EQ(TextOf(kOfValues, PrintJson),
            "[{\"sample\": 0, \"outputs\": [-12345.678, 0.5], "
            "\"argmax\": 1, \"output\": 0.5, \"label\": 1},\n"
            " {\"sample\": 1, \"outputs\": [1e-07, 2], "
            "\"argmax\": 1, \"output\": 2, \"label\": 0}]\n");
}

TEST(Predictions, LogitsThatAreNoNumbers) {
  constexpr float kOneNan[] = {std::numeric_limits<float>::quiet_NaN(), 1};
  constexpr uint8_t kLabel[] = {0};
  EXPECT_THAT(TextOf({kOneNan, 2, 2, kLabel, OutputKind::kLogits}, PrintJson),
              HasSubstr("\"probabilities\": [null, null], "
                        "\"logits\": [null, 1]"));
}

// Of NaN and 1, neither is the larger one.
constexpr float kNan[] = {std::numeric_limits<float>::quiet_NaN(), 1, 1,
                          std::numeric_limits<float>::quiet_NaN()};
constexpr Predictions kNoMaximum{kNan, 2, 2, kLabels};

TEST(Predictions, TableWithNan) {
  EXPECT_EQ(TextOf(kNoMaximum, PrintTable),
            "sample    p(0)    p(1)  argmax       p  label\n"
            "     0     nan  1.0000     nan     nan      1\n"
            "     1  1.0000     nan     nan     nan      0\n");
}

TEST(Predictions, JsonHasNoNan) {
  EXPECT_EQ(TextOf(kNoMaximum, PrintJson),
            "[{\"sample\": 0, \"probabilities\": [null, 1], "
            "\"argmax\": null, \"probability\": null, \"label\": 1},\n"
            " {\"sample\": 1, \"probabilities\": [1, null], "
            "\"argmax\": null, \"probability\": null, \"label\": 0}]\n");
}

TEST(Results, AFailedWriteIsAnError) {
  const int fd = open("/dev/full", O_WRONLY);
  Results results(fd);
  results.Print("text\n");
  const Status status = results.Flush();
  EXPECT_EQ(status.code(), ExitCode::kFiles);
  EXPECT_THAT(status.message(), HasSubstr("No space left"));
  close(fd);
}

}  // namespace
}  // namespace sinter::runtime
