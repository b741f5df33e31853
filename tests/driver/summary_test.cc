#include "compiler/driver/summary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "compiler/layers/all_layers.h"
#include "compiler/spec/cost.h"
#include "compiler/spec/load_spec.h"
#include "tests/driver/run_program.h"

namespace sinter {
namespace {

using ::testing::HasSubstr;

ModelSpec Load(const std::string& text) {
  Diagnostics diagnostics;
  std::optional<ModelSpec> spec =
      ParseSpec(text, "a.yaml", AllLayers(), diagnostics);
  EXPECT_TRUE(spec) << diagnostics.Text();
  return spec.value_or(ModelSpec());
}

TEST(FormatSummaryTest, ShowsTheWholeTable) {
  const std::string text = FormatSummary(Load(kSmallSpec));
  EXPECT_THAT(
      text,
      HasSubstr("Model: small, optimizer rmsprop\n"
                "Layer (type)       Output shape  Parameters  FLOP a step  "
                "Bytes a step\n"
                "-------------------------------------------------------------"
                "---------\n"
                "input (Input)      (8, 4, 4)              0            0      "
                "     128\n"
                "flatten (Flatten)  (8, 16)                0            0      "
                "       0\n"
                "dense (Dense)      (8, 3)                51        1,536      "
                "   1,008\n"
                "-------------------------------------------------------------"
                "---------\n"
                "Total                                    51        1,536      "
                "   1,136\n"));
}

// As Keras does, and only there.
TEST(FormatSummaryTest, ShowsConnectionsOfAGraph) {
  std::string text = kSmallSpec;
  text.replace(text.find("    - {type: Dense"), 4,
               "    - {type: Dense, units: 16}\n"
               "    - {type: Add, inputs: [dense, flatten]}\n    ");
  EXPECT_THAT(
      FormatSummary(Load(text)),
      HasSubstr("Layer (type)       Output shape  Parameters  FLOP a step  "
                "Bytes a step  Connected to\n"
                "--------------------------------------------------------------"
                "------------------------\n"
                "input (Input)      (8, 4, 4)              0            0      "
                "     128\n"
                "flatten (Flatten)  (8, 16)                0            0      "
                "       0  input\n"
                "dense (Dense)      (8, 16)              272        8,192      "
                "   5,376  flatten\n"
                "add (Add)          (8, 16)                0            0      "
                "   1,024  dense, flatten\n"));
}

TEST(FormatSummaryTest, CountsTheBooksParameters) {
  const std::string text =
      FormatSummary(Load(ReadWholeFile(SINTER_MODELS "/mnist_mlp.yaml")));
  EXPECT_THAT(text, HasSubstr("401,920"));
  EXPECT_THAT(text, HasSubstr("5,130"));
  EXPECT_THAT(text, HasSubstr("407,050"));
}

TEST(CostOfLayerTest, OnlyTheFirstDenseSavesTheInputGradient) {
  std::string text = kSmallSpec;
  text.replace(text.find("    - {type: Dense"), 4,
               "    - {type: Dense, units: 5, use_bias: false}\n    ");
  const ModelSpec spec = Load(text);
  EXPECT_EQ(CostOfLayer(spec, 1).flop, 2u * 2 * 8 * 16 * 5);
  EXPECT_EQ(CostOfLayer(spec, 1).parameters, 16u * 5);
  EXPECT_EQ(CostOfLayer(spec, 2).flop, 3u * 2 * 8 * 5 * 3);
  EXPECT_EQ(CostOfLayer(spec, 2).parameters, 5u * 3 + 3);
}

TEST(CountOptimizerSlotsTest, FollowsTheFields) {
  EXPECT_EQ(CountOptimizerSlots(SgdOptimizer()), 0u);
  EXPECT_EQ(CountOptimizerSlots(SgdOptimizer{.momentum = 0.9}), 1u);
  EXPECT_EQ(CountOptimizerSlots(RmspropOptimizer()), 1u);
  EXPECT_EQ(
      CountOptimizerSlots(RmspropOptimizer{.momentum = 0.9, .centered = true}),
      3u);
  EXPECT_EQ(CountOptimizerSlots(AdamOptimizer()), 2u);
  EXPECT_EQ(CountOptimizerSlots(AdamOptimizer{.amsgrad = true}), 3u);
  EXPECT_EQ(CountOptimizerSlots(AdamwOptimizer()), 2u);
  EXPECT_EQ(CountOptimizerSlots(AdamaxOptimizer()), 2u);
  EXPECT_EQ(CountOptimizerSlots(AdadeltaOptimizer()), 2u);
  EXPECT_EQ(CountOptimizerSlots(SgdOptimizer{
                .common = {.limits = {}, .gradient_accumulation_steps = 4}}),
            1u);
}

}  // namespace
}  // namespace sinter
