// The kinds of layers by themselves; what they compute is in tests/oracle.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "compiler/layers/add.h"
#include "compiler/layers/all_layers.h"
#include "compiler/layers/conv1d.h"
#include "compiler/layers/conv2d.h"
#include "compiler/layers/conv2d_transpose.h"
#include "compiler/layers/dense.h"
#include "compiler/layers/depthwise_conv2d.h"
#include "compiler/layers/dropout.h"
#include "compiler/layers/flatten.h"
#include "compiler/layers/p_re_lu.h"
#include "compiler/layers/separable_conv2d.h"
#include "compiler/layers/softmax.h"

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
      ElementsAre(
          "Rescaling rescaling", "Normalization normalization",
          "Flatten flatten", "Reshape reshape", "Permute permute",
          "RepeatVector repeat_vector", "Dense dense", "Conv1D conv1d",
          "Conv2D conv2d", "DepthwiseConv2D depthwise_conv2d",
          "SeparableConv2D separable_conv2d",
          "Conv2DTranspose conv2d_transpose", "MaxPooling1D max_pooling1d",
          "MaxPooling2D max_pooling2d", "AveragePooling1D average_pooling1d",
          "AveragePooling2D average_pooling2d",
          "GlobalMaxPooling1D global_max_pooling1d",
          "GlobalMaxPooling2D global_max_pooling2d",
          "GlobalAveragePooling1D global_average_pooling1d",
          "GlobalAveragePooling2D global_average_pooling2d",
          "UpSampling2D up_sampling2d", "ZeroPadding2D zero_padding2d",
          "Cropping2D cropping2d", "LayerNormalization layer_normalization",
          "BatchNormalization batch_normalization",
          "GroupNormalization group_normalization", "Activation activation",
          "ReLU re_lu", "LeakyReLU leaky_re_lu", "PReLU p_re_lu", "ELU elu",
          "Softmax softmax", "Dropout dropout",
          "SpatialDropout2D spatial_dropout2d", "GaussianNoise gaussian_noise",
          "RandomFlip random_flip", "RandomTranslation random_translation",
          "RandomRotation random_rotation", "RandomZoom random_zoom", "Add add",
          "Multiply multiply", "Subtract subtract", "Average average",
          "Maximum maximum", "Minimum minimum", "Concatenate concatenate"));
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

// (steps, channels, filters)
TEST(Conv1DLayerTest, HasKerasVariablesAndFans) {
  const Conv1DLayer convolution({{}, /*filters=*/7, /*kernel_size=*/3});
  const std::vector<SampleShape> inputs = {{11, 5}};
  const std::vector<Variable> variables = convolution.Variables(inputs);
  ASSERT_EQ(variables.size(), 2u);
  EXPECT_THAT(variables[0].shape, ElementsAre(3, 5, 7));
  EXPECT_EQ(variables[0].fan_in, 15);
  EXPECT_EQ(variables[0].fan_out, 21);
  EXPECT_THAT(variables[1].shape, ElementsAre(7));
  EXPECT_EQ(convolution.MultiplyAdds(inputs), 9u * 3 * 5 * 7);
}

// (rows, columns, filters, channels): fans are exchanged.
TEST(Conv2DTransposeLayerTest, HasKerasVariablesAndFans) {
  const Conv2DTransposeLayer convolution(
      {{}, /*filters=*/7, /*kernel_size=*/{3, 2}});
  const std::vector<SampleShape> inputs = {{4, 6, 5}};
  const std::vector<Variable> variables = convolution.Variables(inputs);
  ASSERT_EQ(variables.size(), 2u);
  EXPECT_THAT(variables[0].shape, ElementsAre(3, 2, 7, 5));
  EXPECT_EQ(variables[0].fan_in, 42);
  EXPECT_EQ(variables[0].fan_out, 30);
  EXPECT_THAT(variables[1].shape, ElementsAre(7));
  EXPECT_EQ(convolution.MultiplyAdds(inputs), 24u * 6 * 7 * 5);
}

// (rows, columns, channels of a group, filters)
TEST(Conv2DLayerTest, HasAKernelForTheChannelsOfAGroup) {
  const Conv2DLayer convolution({{},
                                 /*filters=*/6,
                                 /*kernel_size=*/{3, 2},
                                 /*strides=*/{1, 1},
                                 Padding::kValid,
                                 /*dilation_rate=*/{1, 1},
                                 /*groups=*/2});
  const std::vector<SampleShape> inputs = {{4, 6, 10}};
  const Variable kernel = convolution.Variables(inputs).front();
  EXPECT_THAT(kernel.shape, ElementsAre(3, 2, 5, 6));
  EXPECT_EQ(kernel.fan_in, 30);
  EXPECT_EQ(kernel.fan_out, 36);
  EXPECT_EQ(convolution.MultiplyAdds(inputs), 10u * 3 * 2 * 5 * 6);
}

// (rows, columns, channels, multiplier), seen as channels of the result.
TEST(DepthwiseConv2DLayerTest, HasKerasVariablesAndFans) {
  DepthwiseConv2DOptions options;
  options.kernel_size = {3, 2};
  options.depth_multiplier = 4;
  const DepthwiseConv2DLayer convolution(options);
  const std::vector<SampleShape> inputs = {{4, 6, 5}};
  const std::vector<Variable> variables = convolution.Variables(inputs);
  ASSERT_EQ(variables.size(), 2u);
  EXPECT_THAT(variables[0].shape, ElementsAre(3, 2, 5, 4));
  EXPECT_THAT(variables[0].SeenShape(), ElementsAre(3, 2, 20));
  EXPECT_EQ(variables[0].fan_in, 30);
  EXPECT_EQ(variables[0].fan_out, 24);
  EXPECT_THAT(variables[1].shape, ElementsAre(20));
  EXPECT_EQ(convolution.MultiplyAdds(inputs), 10u * 3 * 2 * 20);
}

TEST(SeparableConv2DLayerTest, HasKerasVariablesAndFans) {
  SeparableConv2DOptions options;
  options.kernel_size = {3, 2};
  options.depth_multiplier = 4;
  options.filters = 7;
  const SeparableConv2DLayer convolution(options);
  const std::vector<SampleShape> inputs = {{4, 6, 5}};
  const std::vector<Variable> variables = convolution.Variables(inputs);
  ASSERT_EQ(variables.size(), 3u);
  EXPECT_EQ(variables[0].name, "depthwise_kernel");
  EXPECT_THAT(variables[0].shape, ElementsAre(3, 2, 5, 4));
  EXPECT_EQ(variables[1].name, "pointwise_kernel");
  EXPECT_THAT(variables[1].shape, ElementsAre(1, 1, 20, 7));
  EXPECT_EQ(variables[1].fan_in, 20);
  EXPECT_EQ(variables[1].fan_out, 7);
  EXPECT_THAT(variables[2].shape, ElementsAre(7));
  EXPECT_EQ(convolution.MultiplyAdds(inputs), 10u * 3 * 2 * 20 + 10u * 20 * 7);
}

TEST(PReluLayerTest, SharesAlpha) {
  PReluOptions options;
  const std::vector<SampleShape> inputs = {{4, 6, 5}};
  const Variable alone = PReluLayer(options).Variables(inputs).front();
  EXPECT_THAT(alone.shape, ElementsAre(4, 6, 5));
  EXPECT_THAT(alone.SeenShape(), ElementsAre(120));
  options.shared_axes = {1, 2};
  const Variable shared = PReluLayer(options).Variables(inputs).front();
  EXPECT_THAT(shared.shape, ElementsAre(1, 1, 5));
  EXPECT_THAT(shared.SeenShape(), ElementsAre(5));
}

TEST(LayersTest, EndInTheirActivation) {
  const auto dense = [](std::string_view activation) {
    return DenseLayer({{.activation = {activation}}, 3});
  };
  EXPECT_EQ(dense("softmax").EndsIn(), OutputFunction::kSoftmax);
  EXPECT_EQ(dense("sigmoid").EndsIn(), OutputFunction::kSigmoid);
  EXPECT_EQ(dense("tanh").EndsIn(), OutputFunction::kOther);
  EXPECT_EQ(DropoutLayer().EndsIn(), OutputFunction::kOther);
  EXPECT_EQ(SoftmaxLayer().EndsIn(), OutputFunction::kSoftmax);
  EXPECT_EQ(SoftmaxLayer({.axis = 1}).EndsIn(), OutputFunction::kOther);
}

}  // namespace
}  // namespace sinter
