// Graphs and what they cost: which layers have a gradient of their input.
#include "compiler/spec/graph.h"

#include <gtest/gtest.h>

#include "compiler/spec/cost.h"
#include "tests/spec/test_spec.h"

namespace sinter {
namespace {

constexpr char kBranches[] =
    "[{type: Flatten}, {type: Dense, units: 24, name: a},"
    " {type: Dense, units: 24, name: b, inputs: flatten},"
    " {type: Add, inputs: [b, a]}, {type: Dense, units: 3, name: last}]";

TEST(CostOfLayerTest, OnlyTrainedInputsHaveAGradient) {
  const ModelSpec spec = ParseGood(
      SpecText(kBranches, "{loss: {type: mean_squared_error, one_hot: true}}"));
  const auto passes = [&](size_t layer) {
    const LayerCost cost = CostOfLayer(spec, layer);
    return cost.flop / cost.forward_flop;
  };
  EXPECT_EQ(passes(1), 2u);
  EXPECT_EQ(passes(2), 2u);
  EXPECT_EQ(passes(4), 3u);
}

TEST(IsChainTest, SeesInputsThatAreNotTheLayerBefore) {
  EXPECT_FALSE(IsChain(ParseGood(SpecText(
      kBranches, "{loss: {type: mean_squared_error, one_hot: true}}"))));
  EXPECT_TRUE(IsChain(ParseGood(SpecText(kTwoLayers))));
}

}  // namespace
}  // namespace sinter
