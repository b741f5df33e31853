// Blocks are what their layers would be, written out. What is refused is in
// errors/block_*.
#include "compiler/spec/expand_blocks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "compiler/spec/automatic_names.h"
#include "compiler/spec/explain.h"
#include "tests/spec/test_spec.h"

namespace sinter {
namespace {

using ::testing::ElementsAre;

constexpr char kResidual[] =
    "residual: {parameters: {units: 24, activation: relu}, layers: ["
    "{type: Dense, name: wide, units: $units, activation: $activation}, "
    "{type: Dense, units: 24}, {type: Add, inputs: [dense, input]}]}";

// What is explained of a model of these blocks and layers, after a Flatten and
// before a last Dense.
std::string Explain(const std::string& blocks, const std::string& layers) {
  const std::string list =
      "[{type: Flatten}, " + layers + ", {type: Dense, name: last, units: 3}]";
  const std::string more = blocks.empty() ? "" : "\n  blocks: {" + blocks + "}";
  return ExplainSpec(ParseGood(SpecText(
      list + more, "{loss: {type: mean_squared_error, one_hot: true}}")));
}

TEST(ExpandBlocksTest, PutsLayersInThePlaceOfTheUse) {
  EXPECT_EQ(
      Explain(kResidual, "residual: {units: 7, activation: gelu, name: b}"),
      Explain("",
              "{type: Dense, name: b_wide, units: 7, activation: gelu}, "
              "{type: Dense, name: b_dense, units: 24}, "
              "{type: Add, name: b_add, inputs: [b_dense, flatten]}"));
}

TEST(ExpandBlocksTest, AUseMayGiveNothing) {
  for (const char* use : {"residual:", "residual: {}"}) {
    EXPECT_EQ(
        Explain(kResidual, "{" + std::string(use) + "}"),
        Explain("",
                "{type: Dense, name: residual_wide, units: 24, activation: "
                "relu}, {type: Dense, name: residual_dense, units: 24}, {type: "
                "Add, name: residual_add, inputs: [residual_dense, flatten]}"));
  }
}

TEST(ExpandBlocksTest, ABlockIsItsLastLayer) {
  const std::string gate =
      "gate: {parameters: {by:}, layers: [{type: Multiply, inputs: [input, "
      "$by]}]}";
  EXPECT_EQ(Explain(gate,
                    "gate: {by: flatten}, gate: {by: gate, inputs: flatten}, "
                    "{type: Add, inputs: [gate, gate_1]}"),
            Explain("",
                    "{type: Multiply, name: gate_multiply, inputs: [flatten, "
                    "flatten]}, {type: Multiply, name: gate_1_multiply, "
                    "inputs: [flatten, gate_multiply]}, {type: Add, inputs: "
                    "[gate_multiply, gate_1_multiply]}"));
}

TEST(ExpandBlocksTest, InputIsAllThatAUseTakes) {
  EXPECT_EQ(Explain("sum: {layers: [{type: Add, inputs: input}]}",
                    "{type: Dense, units: 24}, sum: {inputs: [dense, flatten, "
                    "dense]}"),
            Explain("",
                    "{type: Dense, units: 24}, {type: Add, name: sum_add, "
                    "inputs: [dense, flatten, dense]}"));
}

TEST(ExpandBlocksTest, TheFirstLayerTakesWhatTheUseTakes) {
  const std::string block = "b: {layers: [{type: Dense, units: 24}]}";
  EXPECT_EQ(Explain(block,
                    "{type: Dense, units: 24}, b: {inputs: flatten}, {type: "
                    "Add, inputs: [b, dense]}"),
            Explain("",
                    "{type: Dense, units: 24}, {type: Dense, name: b_dense, "
                    "inputs: flatten, units: 24}, {type: Add, inputs: "
                    "[b_dense, dense]}"));
}

TEST(ExpandBlocksTest, NamesInsideCountForThemselves) {
  EXPECT_EQ(Explain("b: {layers: [{type: Dropout, rate: 0}, {type: Dropout, "
                    "rate: 0}]}",
                    "{type: Dropout, rate: 0}, b:, {type: Dropout, rate: 0}"),
            Explain("",
                    "{type: Dropout, rate: 0}, {type: Dropout, name: "
                    "b_dropout, rate: 0}, {type: Dropout, name: b_dropout_1, "
                    "rate: 0}, {type: Dropout, rate: 0}"));
}

TEST(AssignNamesTest, TakesNoNameTwice) {
  EXPECT_THAT(AssignNames({{"a_1", "a"},
                           {"", "a"},
                           {"", ""},
                           {"", "a"},
                           {"b", "a"},
                           {"", "b"}}),
              ElementsAre("a_1", "a", "", "a_2", "b", "b_1"));
}

}  // namespace
}  // namespace sinter
