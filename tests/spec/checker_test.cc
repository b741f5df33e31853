// Names, shapes and rules of good specs; what is refused is in errors/.
#include "compiler/spec/checker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "compiler/spec/shapes.h"
#include "tests/spec/test_spec.h"

namespace sinter {
namespace {

using ::testing::ElementsAre;

constexpr char kFromLogits[] =
    "{loss: {type: sparse_categorical_crossentropy, from_logits: true}}";

std::vector<std::string> NamesIn(const ModelSpec& spec) {
  std::vector<std::string> names;
  for (const LayerSpec& layer : spec.layers) names.push_back(layer.name);
  return names;
}

TEST(AutomaticNamesTest, CountEachTypeAsKerasDoes) {
  const ModelSpec spec = ParseGood(
      SpecText("[{type: Flatten}, {type: Dense, units: 2}, {type: Dropout, "
               "rate: 0}, {type: Dense, units: 2}, {type: Dense, units: 2}, "
               "{type: Activation, activation: relu}]",
               kFromLogits));
  EXPECT_THAT(NamesIn(spec), ElementsAre("flatten", "dense", "dropout",
                                         "dense_1", "dense_2", "activation"));
}

TEST(AutomaticNamesTest, StepAsideForGivenOnes) {
  const ModelSpec spec = ParseGood(
      SpecText("[{type: Flatten, name: dense_1}, {type: Dense, units: 2}, "
               "{type: Dense, units: 2}, {type: Dense, name: dense_3, units: "
               "2}, {type: Dense, units: 2}]",
               kFromLogits));
  EXPECT_THAT(NamesIn(spec),
              ElementsAre("dense_1", "dense", "dense_2", "dense_3", "dense_4"));
}

TEST(ShapesTest, GoThroughTheLayers) {
  const ModelSpec spec = ParseGood(
      SpecText("[{type: Rescaling, scale: 2}, {type: Reshape, target_shape: "
               "[2, -1, 3]}, {type: Flatten}, {type: Dense, units: 5}, {type: "
               "Flatten}]",
               "{loss: {type: mean_squared_error, one_hot: true}}"));
  EXPECT_THAT(spec.layers[0].output_shape, ElementsAre(4, 6));
  EXPECT_THAT(spec.layers[1].input_shapes, ElementsAre(SampleShape{4, 6}));
  EXPECT_THAT(spec.layers[1].output_shape, ElementsAre(2, 4, 3));
  EXPECT_THAT(spec.layers[2].output_shape, ElementsAre(24));
  EXPECT_THAT(spec.layers[3].input_shapes, ElementsAre(SampleShape{24}));
  EXPECT_THAT(spec.layers[3].output_shape, ElementsAre(5));
  EXPECT_THAT(spec.layers[4].output_shape, ElementsAre(5));
}

TEST(ShapesTest, ReachTheLimitsExactly) {
  // 2^31 - 1 is prime, and a batch of one of it still fits.
  ParseGood(
      SpecText("[{type: Flatten}, {type: Dense, units: 89478485}, "
               "{type: Dense, units: 2, activation: softmax}]",
               "{loss: sparse_categorical_crossentropy}", "{batch_size: 24}"));
  EXPECT_NE(ParseBad(SpecText(
                "[{type: Flatten}, {type: Dense, units: 89478486}, {type: "
                "Dense, units: 2, activation: softmax}]",
                "{loss: sparse_categorical_crossentropy}", "{batch_size: 1}")),
            "");
}

std::vector<std::string> InputsOf(const ModelSpec& spec, size_t layer) {
  return spec.layers[layer].inputs;
}

TEST(InputsTest, AreTheLayerBeforeUnlessGiven) {
  const ModelSpec spec = ParseGood(
      SpecText("[{type: Flatten}, {type: Dense, units: 24}, {type: Add, "
               "inputs: [dense, flatten, dense]}, {type: Dense, units: 3}]",
               kFromLogits));
  EXPECT_THAT(InputsOf(spec, 0), ElementsAre("input"));
  EXPECT_THAT(InputsOf(spec, 1), ElementsAre("flatten"));
  EXPECT_THAT(InputsOf(spec, 2), ElementsAre("dense", "flatten", "dense"));
  EXPECT_THAT(InputsOf(spec, 3), ElementsAre("add"));
  EXPECT_THAT(spec.layers[2].input_shapes,
              ElementsAre(SampleShape{24}, SampleShape{24}, SampleShape{24}));
  EXPECT_THAT(spec.layers[2].output_shape, ElementsAre(24));
}

TEST(InputsTest, TheModelsInputHasAName) {
  const ModelSpec spec = ParseGood(
      SpecText("[{type: Activation, activation: relu}, {type: Multiply, "
               "inputs: [input, activation]}, {type: Flatten}, {type: Dense, "
               "units: 3}]",
               kFromLogits));
  EXPECT_THAT(spec.layers[1].output_shape, ElementsAre(4, 6));
}

TEST(LossRulesTest, SoftmaxMayStandInTheMiddle) {
  ParseGood(
      SpecText("[{type: Flatten}, {type: Dense, units: 4, activation: "
               "softmax}, {type: Dense, units: 2, activation: softmax}]"));
}

TEST(LossRulesTest, SoftmaxMayBeALayerOfItsOwn) {
  ParseGood(
      SpecText("[{type: Flatten}, {type: Dense, units: 4}, {type: "
               "Activation, activation: softmax}]"));
}

TEST(LossRulesTest, SquaredErrorTakesAnyVector) {
  for (const char* activation : {"linear", "softmax", "sigmoid"}) {
    ParseGood(
        SpecText("[{type: Flatten}, {type: Dense, units: 4, activation: " +
                     std::string(activation) + "}]",
                 "{loss: {type: mean_squared_error}}"));
  }
}

TEST(LossRulesTest, ClassesAreFrom2To256) {
  for (const char* units : {"2", "256"}) {
    ParseGood(SpecText("[{type: Flatten}, {type: Dense, units: " +
                       std::string(units) + ", activation: softmax}]"));
  }
}

TEST(CheckedElementsTest, DoesNotWrapAround) {
  EXPECT_EQ(CheckedElements({}), 1);
  EXPECT_EQ(CheckedElements({28, 28}), 784);
  EXPECT_EQ(CheckedElements({2147483647}), 2147483647);
  EXPECT_EQ(CheckedElements({65536, 32768}), std::nullopt);
  EXPECT_EQ(CheckedElements({65536, 65536}), std::nullopt);
  EXPECT_EQ(CheckedElements(std::vector<int64_t>(8, 2147483647)), std::nullopt);
}

TEST(ResolveShapeTest, InfersTheRest) {
  EXPECT_EQ(ResolveShape({3, -1}, 12), (std::vector<int64_t>{3, 4}));
  EXPECT_EQ(ResolveShape({-1}, 12), (std::vector<int64_t>{12}));
  EXPECT_EQ(ResolveShape({12, -1}, 12), (std::vector<int64_t>{12, 1}));
  EXPECT_EQ(ResolveShape({5, -1}, 12), std::nullopt);
  EXPECT_EQ(ResolveShape({24, -1}, 12), std::nullopt);
  EXPECT_EQ(ResolveShape({3, 3}, 12), std::nullopt);
  EXPECT_EQ(ResolveShape({3, 2}, 12), std::nullopt);
  EXPECT_EQ(ResolveShape({3, 4}, 12), (std::vector<int64_t>{3, 4}));
}

}  // namespace
}  // namespace sinter
