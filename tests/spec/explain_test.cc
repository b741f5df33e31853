#include "compiler/spec/explain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "compiler/spec/names.h"
#include "tests/spec/test_spec.h"

namespace sinter {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// Parses what ExplainSpec writes and compares the two meanings.
void ExpectRoundTrip(const ModelSpec& spec) {
  const std::string text = ExplainSpec(spec);
  const ModelSpec again = ParseGood(text);
  EXPECT_EQ(WithoutPlaces(again), WithoutPlaces(spec)) << text;
  EXPECT_EQ(ExplainSpec(again), text);
  EXPECT_EQ(SpecHash(again), SpecHash(spec));
}

TEST(ExplainSpecTest, WritesEveryDefault) {
  EXPECT_EQ(
      ExplainSpec(ParseGood(SpecText(kTwoLayers))),
      "version: 1\n"
      "name: net\n"
      "seed: 0\n"
      "data:\n"
      "  format: idx\n"
      "  train: {x: a, y: b}\n"
      "  test: {x: c, y: d}\n"
      "model:\n"
      "  input: {shape: [4, 6], dtype: float32, sparsity: auto}\n"
      "  layers:\n"
      "    - {type: Flatten, name: flatten}\n"
      "    - {type: Dense, name: dense, units: 3, activation: softmax, "
      "use_bias: true, kernel_initializer: glorot_uniform, bias_initializer: "
      "zeros}\n"
      "compile:\n"
      "  optimizer: {type: rmsprop, learning_rate: 0.001, rho: 0.9, momentum: "
      "0.0, epsilon: 1.0e-07, centered: false}\n"
      "  loss: {type: sparse_categorical_crossentropy, from_logits: false}\n"
      "  metrics: []\n"
      "fit: {epochs: 1, batch_size: 16, shuffle: true, validation_split: "
      "0.0}\n");
}

TEST(ExplainSpecTest, RoundTripsTheModels) {
  size_t models = 0;
  const std::string folder = SINTER_SOURCE_ROOT "/models";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".yaml") continue;
    ExpectRoundTrip(ParseGood(ReadTestFile(entry.path().string())));
    ++models;
  }
  EXPECT_GE(models, 3u);
}

TEST(ExplainSpecTest, RoundTripsEveryLayerAndActivation) {
  for (std::string_view activation : AllLayers().activations()) {
    for (std::string_view initializer : kInitializerNames) {
      ExpectRoundTrip(ParseGood(SpecText(
          "[{type: Rescaling, scale: 1/3, offset: -1e-9}, {type: Reshape, "
          "target_shape: [-1]}, {type: Dense, units: 7, activation: " +
              std::string(activation) +
              ", use_bias: false, kernel_initializer: " +
              std::string(initializer) +
              "}, {type: Dropout, rate: 1/3}, {type: Activation, activation: " +
              std::string(activation) + "}]",
          "{loss: {type: mean_squared_error, one_hot: true}, metrics: "
          "[sparse_top_k_categorical_accuracy, accuracy]}")));
    }
  }
}

TEST(ExplainSpecTest, RoundTripsEveryOptimizer) {
  for (const char* optimizer :
       {"{type: rmsprop, rho: 0.123456789012345678, centered: true}",
        "{type: sgd, learning_rate: 3.4e38, momentum: 1, nesterov: true}",
        "{type: adam, epsilon: 1e-30, amsgrad: true}",
        "{type: adamw, weight_decay: 1/3}"}) {
    ExpectRoundTrip(ParseGood(
        SpecText(kTwoLayers, "{optimizer: " + std::string(optimizer) +
                                 ", loss: sparse_categorical_crossentropy}")));
  }
}

TEST(ExplainSpecTest, QuotesWordsThatAreNoStringsInYaml) {
  std::string text = SpecText(kTwoLayers);
  text.replace(text.find("net"), 3, "\"Null\"");
  text.replace(text.find("x: a"), 4, "x: '1.5'");
  const ModelSpec spec = ParseGood(text);
  EXPECT_THAT(ExplainSpec(spec), HasSubstr("name: \"Null\"\n"));
  EXPECT_THAT(ExplainSpec(spec), HasSubstr("{x: \"1.5\", y: b}"));
  ExpectRoundTrip(spec);
}

TEST(ExplainLayerTest, IsTheLineOfTheWholeText) {
  const ModelSpec spec = ParseGood(SpecText(kTwoLayers));
  for (size_t i = 0; i < spec.layers.size(); ++i) {
    EXPECT_THAT(ExplainSpec(spec),
                HasSubstr("    - " + ExplainLayer(spec, i) + "\n"));
  }
  EXPECT_THAT(ExplainSpec(spec),
              HasSubstr("optimizer: " +
                        ExplainOptimizer(spec.compile.optimizer) + "\n"));
}

TEST(ExplainSpecTest, WritesInputsThatAreNotTheLayerBefore) {
  const ModelSpec spec = ParseGood(
      SpecText("[{type: Flatten, inputs: input}, {type: Dense, units: 24, "
               "name: \"no\", inputs: [flatten]}, {type: Add, inputs: [\"no\", "
               "flatten, \"no\"]}, {type: Dense, units: 3, inputs: \"no\"}, "
               "{type: Dense, units: 3, inputs: add}, {type: Multiply, inputs: "
               "[dense, dense_1]}]",
               "{loss: {type: mean_squared_error, one_hot: true}}"));
  const std::string text = ExplainSpec(spec);
  EXPECT_THAT(text, HasSubstr("{type: Flatten, name: flatten}\n"));
  EXPECT_THAT(text, HasSubstr("{type: Dense, name: \"no\", units: 24,"));
  EXPECT_THAT(text,
              HasSubstr("{type: Add, name: add, inputs: [\"no\", flatten, "
                        "\"no\"]}\n"));
  EXPECT_THAT(text, HasSubstr("name: dense, inputs: \"no\", units: 3,"));
  EXPECT_THAT(text, HasSubstr("name: dense_1, inputs: add, units: 3,"));
  ExpectRoundTrip(spec);
}

TEST(SpecHashTest, IsSha256OfTheExplainedText) {
  const std::string hash = SpecHash(ParseGood(SpecText(kTwoLayers)));
  EXPECT_EQ(hash,
            "911b8efaddb2b3a035737f52fe1a96dc10b312ff37b7a2e021c35895141c36b4");
}

TEST(SpecHashTest, DependsOnMeaningOnly) {
  const std::string text = SpecText(kTwoLayers);
  const std::string hash = SpecHash(ParseGood(text));
  EXPECT_EQ(SpecHash(ParseGood("# a comment\n\n" + text)), hash);
  Diagnostics diagnostics;
  EXPECT_EQ(
      SpecHash(*ParseSpec(text, "elsewhere/b.yaml", AllLayers(), diagnostics)),
      hash);
  EXPECT_NE(SpecHash(ParseGood(SpecText(
                "[{type: Flatten}, {type: Dense, units: 4, activation: "
                "softmax}]"))),
            hash);
}

}  // namespace
}  // namespace sinter
