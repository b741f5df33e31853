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
constexpr OutputInfo OutputOf(OutputKind kind, uint32_t stride) {
  return {"dense", 3, stride, kind, TargetKind::kLabels};
}
constexpr OutputInfo kOutput = OutputOf(OutputKind::kProbabilities, 4);

Predictions OfLabels(const OutputInfo& info, std::span<const float> outputs,
                     std::span<const uint8_t> labels = kLabels) {
  return {&info, labels.size(), outputs, std::as_bytes(labels).data()};
}

const Predictions kPredictions = OfLabels(kOutput, kOutputs);

// What `print` writes.
template <typename Print>
std::string TextOf(const Predictions& predictions, Print print) {
  const TemporaryFolder folder;
  const std::string path = folder / "out";
  const int fd = open(path.c_str(), O_WRONLY | O_CREAT, 0600);
  Results results(fd);
  print(std::span(&predictions, 1), results);
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
constexpr OutputInfo kLogitsOutput = OutputOf(OutputKind::kLogits, 3);
const Predictions kOfLogits = OfLabels(kLogitsOutput, kLogits);

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
constexpr OutputInfo Pair(OutputKind kind, TargetKind target) {
  return {"pair", 2, 2, kind, target};
}
constexpr OutputInfo kValuesOutput =
    Pair(OutputKind::kValues, TargetKind::kLabels);
const Predictions kOfValues = OfLabels(kValuesOutput, kValues);

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
  constexpr OutputInfo kLogitPair =
      Pair(OutputKind::kLogits, TargetKind::kLabels);
  EXPECT_THAT(TextOf(OfLabels(kLogitPair, kOneNan, kLabel), PrintJson),
              HasSubstr("\"probabilities\": [null, null], "
                        "\"logits\": [null, 1]"));
}

// Of NaN and 1, neither is the larger one.
constexpr float kNan[] = {std::numeric_limits<float>::quiet_NaN(), 1, 1,
                          std::numeric_limits<float>::quiet_NaN()};
constexpr OutputInfo kPair =
    Pair(OutputKind::kProbabilities, TargetKind::kLabels);
const Predictions kNoMaximum = OfLabels(kPair, kNan);

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

// What is compared with values: two samples of two.
constexpr float kTargets[] = {1, 0, 0.5f, -2};

Predictions OfTargets(const OutputInfo& info, std::span<const float> outputs) {
  return {&info, 2, outputs, std::as_bytes(std::span(kTargets)).data()};
}

TEST(Predictions, OfTargetsStandBesideThem) {
  constexpr OutputInfo kInfo = Pair(OutputKind::kValues, TargetKind::kValues);
  const Predictions predictions = OfTargets(kInfo, kValues);
  EXPECT_EQ(TextOf(predictions, PrintTable),
            "sample     out(0)     out(1)   target(0)  target(1)\n"
            "     0 -1.235e+04        0.5           1          0\n"
            "     1      1e-07          2         0.5         -2\n");
  EXPECT_EQ(TextOf(predictions, PrintJson),
            "[{\"sample\": 0, \"outputs\": [-12345.678, 0.5], "
            "\"targets\": [1, 0]},\n"
            " {\"sample\": 1, \"outputs\": [1e-07, 2], "
            "\"targets\": [0.5, -2]}]\n");
}

TEST(Predictions, BinaryLogitsAreProbabilitiesOfTheirOwn) {
  constexpr OutputInfo kInfo =
      Pair(OutputKind::kBinaryLogits, TargetKind::kValues);
  constexpr float kOfHalf[] = {0, 1000, -1000, 0};
  EXPECT_EQ(TextOf(OfTargets(kInfo, kOfHalf), PrintJson),
            "[{\"sample\": 0, \"probabilities\": [0.5, 1], "
            "\"logits\": [0, 1000], \"targets\": [1, 0]},\n"
            " {\"sample\": 1, \"probabilities\": [0, 0.5], "
            "\"logits\": [-1000, 0], \"targets\": [0.5, -2]}]\n");
}

TEST(Predictions, OfSeveralOutputsHaveTheirNames) {
  constexpr OutputInfo kInfo = Pair(OutputKind::kValues, TargetKind::kValues);
  const Predictions both[] = {kPredictions, OfTargets(kInfo, kValues)};
  const auto print = [&](auto function) {
    return TextOf(both[0], [&](std::span<const Predictions>, Results& results) {
      function(std::span<const Predictions>(both), results);
    });
  };
  const std::string table = print(PrintTable);
  EXPECT_THAT(table, HasSubstr("dense:\nsample    p(0)"));
  EXPECT_THAT(table, HasSubstr("pair:\nsample     out(0)"));
  EXPECT_THAT(
      print(PrintJson),
      HasSubstr("[{\"sample\": 0, \"dense\": {\"probabilities\": [0.25, "
                "0.5, 0.25], \"argmax\": 1, \"probability\": 0.5, "
                "\"label\": 1}, \"pair\": {\"outputs\": "));
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
