// The kinds of layers by themselves; what they compute is in tests/oracle.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "compiler/layers/add.h"
#include "compiler/layers/all_layers.h"
#include "compiler/layers/dense.h"
#include "compiler/layers/dropout.h"
#include "compiler/layers/flatten.h"

namespace sinter {
namespace {

using ::testing::ElementsAre;

TEST(AllLayersTest, HasKerasNames) {
  std::vector<std::string> names;
  for (const LayerType* type : AllLayers().types()) {
    names.push_back(std::string(type->section.name) + " " +
                    std::string(type->base_name));
  }
  EXPECT_THAT(
      names,
      ElementsAre("Rescaling rescaling", "Normalization normalization",
                  "Flatten flatten", "Reshape reshape", "Dense dense",
                  "Conv2D conv2d", "MaxPooling2D max_pooling2d",
                  "GlobalAveragePooling2D global_average_pooling2d",
                  "UpSampling2D up_sampling2d",
                  "LayerNormalization layer_normalization",
                  "BatchNormalization batch_normalization",
                  "Activation activation", "Dropout dropout", "Add add",
                  "Multiply multiply", "Subtract subtract", "Average average"));
}

TEST(AllLayersTest, EachMakesItsOwnType) {
  for (const LayerType* type : AllLayers().types()) {
    EXPECT_EQ(&type->create()->type(), type) << type->section.name;
    EXPECT_LE(type->fewest_inputs, type->most_inputs) << type->section.name;
  }
}

TEST(AnyLayerTest, IsAValue) {
  const AnyLayer dense = std::make_unique<DenseLayer>(DenseOptions{.units = 3});
  AnyLayer copy = dense;
  EXPECT_EQ(copy, dense);
  static_cast<DenseOptions*>(copy->options())->units = 4;
  EXPECT_FALSE(copy == dense);
  copy = dense;
  EXPECT_EQ(copy, dense);
}

TEST(AnyLayerTest, KindsDiffer) {
  const AnyLayer flatten = std::make_unique<FlattenLayer>();
  EXPECT_FALSE(flatten == AnyLayer(std::make_unique<AddLayer>()));
  EXPECT_FALSE(flatten == AnyLayer());
  EXPECT_EQ(AnyLayer(), AnyLayer());
}

TEST(DenseLayerTest, HasKerasVariablesAndFans) {
  const DenseLayer dense({.units = 3});
  const std::vector<SampleShape> inputs = {{5}};
  const std::vector<Variable> variables = dense.Variables(inputs);
  ASSERT_EQ(variables.size(), 2u);
  EXPECT_EQ(variables[0].name, "kernel");
  EXPECT_THAT(variables[0].shape, ElementsAre(5, 3));
  EXPECT_EQ(variables[0].fan_in, 5);
  EXPECT_EQ(variables[0].fan_out, 3);
  EXPECT_EQ(variables[1].name, "bias");
  EXPECT_THAT(variables[1].shape, ElementsAre(3));
  EXPECT_EQ(variables[1].fan_in, 3);
  EXPECT_EQ(variables[1].fan_out, 3);
  EXPECT_EQ(dense.MultiplyAdds(inputs), 15u);
}

TEST(DenseLayerTest, NeedsNoBias) {
  const DenseLayer dense({{.use_bias = false}, 3});
  EXPECT_EQ(dense.Variables(std::vector<SampleShape>{{5}}).size(), 1u);
}

TEST(LayersTest, EndInTheirActivation) {
  const auto dense = [](std::string_view activation) {
    return DenseLayer({{.activation = {activation}}, 3});
  };
  EXPECT_EQ(dense("softmax").EndsIn(), OutputFunction::kSoftmax);
  EXPECT_EQ(dense("sigmoid").EndsIn(), OutputFunction::kSigmoid);
  EXPECT_EQ(dense("tanh").EndsIn(), OutputFunction::kOther);
  EXPECT_EQ(DropoutLayer().EndsIn(), OutputFunction::kOther);
}

}  // namespace
}  // namespace sinter
