// Whole models from their YAML: the gradient of every parameter, as the
// training passes build it, against central differences.
#include <set>

#include "compiler/ir/nn_roles.h"
#include "compiler/layers/all_layers.h"
#include "compiler/spec/load_spec.h"
#include "compiler/spec/names.h"
#include "gtest/gtest.h"
#include "tests/oracle/gradient_check.h"
#include "tests/oracle/gradient_model.h"

namespace sinter::oracle {
namespace {

struct Model {
  const char* name;
  const char* layers;
  const char* loss = "sparse_categorical_crossentropy";
  const char* input = "{shape: [6], dtype: float32}";
};

constexpr Model kModels[] = {
    {"linear_regression", "{type: Dense, units: 3}", "mean_squared_error"},
    {"one_value", "{type: Dense, units: 1}", "mean_squared_error"},
    {"one_hot", "{type: Dense, units: 3}",
     "{type: mean_squared_error, one_hot: true}"},
    {"probabilities", "{type: Dense, units: 3, activation: sigmoid}",
     "{type: binary_crossentropy, label_smoothing: 0.25}"},
    {"logits", "{type: Dense, units: 1}",
     "{type: binary_crossentropy, from_logits: true}"},
    {"distribution", "{type: Dense, units: 3, activation: softmax}",
     "{type: categorical_crossentropy, label_smoothing: 0.125}"},
    {"distribution_of_logits", "{type: Dense, units: 3}",
     "{type: categorical_crossentropy, from_logits: true}"},
    {"absolute_error", "{type: Dense, units: 2}", "mean_absolute_error"},
    {"percentage", "{type: Dense, units: 2}", "mean_absolute_percentage_error"},
    {"logarithms", "{type: Dense, units: 2, activation: sigmoid}",
     "mean_squared_logarithmic_error"},
    {"huber", "{type: Dense, units: 2}", "{type: huber, delta: 0.5}"},
    {"log_cosh", "{type: Dense, units: 2}", "log_cosh"},
    {"poisson", "{type: Dense, units: 2, activation: sigmoid}", "poisson"},
    {"kl_divergence", "{type: Dense, units: 3, activation: softmax}",
     "kl_divergence"},
    {"hinge", "{type: Dense, units: 2, activation: tanh}", "hinge"},
    {"squared_hinge", "{type: Dense, units: 2, activation: tanh}",
     "squared_hinge"},
    {"softmax_regression", "{type: Dense, units: 3, activation: softmax}"},
    {"from_logits", "{type: Dense, units: 3}",
     "{type: sparse_categorical_crossentropy, from_logits: true}"},
    {"softmax_with_mean_squared_error",
     "{type: Dense, units: 3, activation: softmax}", "mean_squared_error"},
    {"normalization",
     "{type: Normalization}, {type: Flatten}, {type: Dense, units: 4, "
     "activation: tanh}, {type: Dense, units: 3, activation: softmax}",
     "sparse_categorical_crossentropy", "{shape: [2, 3], dtype: float32}"},
    {"images_of_bytes",
     "{type: Rescaling, scale: 1/255, offset: -0.5}, {type: Flatten}, "
     "{type: Dense, units: 5, activation: tanh}, "
     "{type: Dense, units: 3, activation: softmax}",
     "sparse_categorical_crossentropy", "{shape: [2, 3], dtype: uint8}"},
    {"without_bias",
     "{type: Dense, units: 4, use_bias: false}, "
     "{type: Dense, units: 3, use_bias: false, activation: softmax}"},
    {"reshape",
     "{type: Dense, units: 6}, {type: Reshape, target_shape: [2, 3]}, "
     "{type: Activation, activation: silu}, {type: Flatten}, "
     "{type: Dense, units: 3, activation: softmax}"},
    {"rescaling_in_the_middle",
     "{type: Dense, units: 4}, {type: Rescaling, scale: 0.5, offset: 0.1}, "
     "{type: Dense, units: 3, activation: softmax}"},
    {"dropout",
     "{type: Dense, units: 8, activation: sigmoid}, {type: Dropout, rate: "
     "0.3}, "
     "{type: Dense, units: 8, activation: tanh}, {type: Dropout, rate: 0.5}, "
     "{type: Dense, units: 3, activation: softmax}"},
    {"dropout_first",
     "{type: Dropout, rate: 0.3}, {type: Dense, units: 3, activation: "
     "softmax}"},
    {"five_layers",
     "{type: Dense, units: 5, activation: tanh}, "
     "{type: Dense, units: 4, activation: gelu}, "
     "{type: Dense, units: 5, activation: elu}, "
     "{type: Dense, units: 4, activation: silu}, "
     "{type: Dense, units: 3, activation: softmax}"},
    {"residual",
     "{type: Dense, units: 6, activation: tanh, name: a}, "
     "{type: Add, inputs: [a, input]}, "
     "{type: Dense, units: 3, activation: softmax}"},
    {"gate",
     "{type: Dense, units: 5, activation: tanh, name: a}, "
     "{type: Dense, units: 5, activation: sigmoid, name: b, inputs: input}, "
     "{type: Multiply, inputs: [a, b]}, "
     "{type: Dense, units: 3, activation: softmax}"},
    {"difference_and_mean",
     "{type: Dense, units: 6, activation: tanh, name: a}, "
     "{type: Subtract, inputs: [input, a]}, "
     "{type: Average, inputs: [subtract, a, a]}, "
     "{type: Dense, units: 3, activation: softmax}"},
    {"one_value_many_times",
     "{type: Dense, units: 4, activation: sigmoid, name: a}, "
     "{type: Multiply, inputs: [a, a, a]}, "
     "{type: Add, inputs: [multiply, a, a], name: sum}, "
     "{type: Dense, units: 4, name: b, inputs: a}, "
     "{type: Multiply, inputs: [sum, b, a]}, "
     "{type: Dense, units: 3, activation: softmax}"},
    {"shared",
     "{type: Dense, units: 6, activation: tanh, name: a}, "
     "{type: Dense, units: 6, activation: tanh, name: b, shares: a}, "
     "{type: Add, inputs: [a, b]}, "
     "{type: LayerNormalization, name: c}, "
     "{type: LayerNormalization, shares: c, inputs: a, name: d}, "
     "{type: Add, inputs: [c, d]}, "
     "{type: Dense, units: 3, activation: softmax}"},
    {"linear",
     "{type: Dense, units: 4, activation: linear}, "
     "{type: Dense, units: 3, activation: softmax}"},
    {"relu",
     "{type: Dense, units: 6, activation: relu}, "
     "{type: Dense, units: 3, activation: softmax}"},
    {"leaky_relu",
     "{type: Dense, units: 4, activation: leaky_relu}, "
     "{type: Dense, units: 3, activation: softmax}"},
    {"elu",
     "{type: Dense, units: 4, activation: elu}, "
     "{type: Dense, units: 3, activation: softmax}"},
    {"sigmoid",
     "{type: Dense, units: 4, activation: sigmoid}, "
     "{type: Dense, units: 3, activation: softmax}"},
    {"tanh",
     "{type: Dense, units: 4, activation: tanh}, "
     "{type: Dense, units: 3, activation: softmax}"},
    {"gelu",
     "{type: Dense, units: 4, activation: gelu}, "
     "{type: Dense, units: 3, activation: softmax}"},
    {"silu",
     "{type: Dense, units: 4, activation: silu}, "
     "{type: Dense, units: 3, activation: softmax}"},
    {"softsign",
     "{type: Dense, units: 4, activation: softsign}, "
     "{type: Dense, units: 3, activation: softmax}"},
    {"relu6",
     "{type: Dense, units: 4, activation: relu6}, "
     "{type: Dense, units: 3, activation: softmax}"},
    {"selu",
     "{type: Dense, units: 4, activation: selu}, "
     "{type: Dense, units: 3, activation: softmax}"},
    {"hard_sigmoid",
     "{type: Dense, units: 4, activation: hard_sigmoid}, "
     "{type: Dense, units: 3, activation: softmax}"},
    {"hard_silu",
     "{type: Dense, units: 4, activation: hard_silu}, "
     "{type: Dense, units: 3, activation: softmax}"},
    {"mish",
     "{type: Dense, units: 4, activation: mish}, "
     "{type: Dense, units: 3, activation: softmax}"},
    {"softplus",
     "{type: Dense, units: 4, activation: softplus}, "
     "{type: Dense, units: 3, activation: softmax}"},
    {"exponential",
     "{type: Dense, units: 4, activation: exponential}, "
     "{type: Dense, units: 3, activation: softmax}"},
    {"log_softmax",
     "{type: Dense, units: 4, activation: log_softmax}, "
     "{type: Dense, units: 3, activation: softmax}"},
    {"convolutions",
     "{type: Conv2D, filters: 3, kernel_size: [2, 3], strides: [2, 1], "
     "padding: same, activation: elu}, "
     "{type: MaxPooling2D, pool_size: 2, strides: 1}, "
     "{type: Conv2D, filters: 4, kernel_size: 2, dilation_rate: [1, 2], "
     "use_bias: false, activation: tanh}, "
     "{type: Flatten}, {type: Dense, units: 3, activation: softmax}",
     "sparse_categorical_crossentropy", "{shape: [5, 6, 2], dtype: float32}"},
    {"layer_normalization",
     "{type: Conv2D, filters: 4, kernel_size: 2}, {type: LayerNormalization}, "
     "{type: MaxPooling2D, pool_size: [3, 2], padding: same}, {type: Flatten}, "
     "{type: Dense, units: 5}, {type: LayerNormalization, epsilon: 0.01}, "
     "{type: Dense, units: 3, activation: softmax}",
     "sparse_categorical_crossentropy", "{shape: [4, 3, 1], dtype: float32}"},
    {"batch_normalization",
     "{type: Conv2D, filters: 4, kernel_size: 2, use_bias: false}, "
     "{type: BatchNormalization}, {type: Activation, activation: tanh}, "
     "{type: Flatten}, {type: Dense, units: 5, use_bias: false}, "
     "{type: BatchNormalization, epsilon: 0.01, center: false}, "
     "{type: Dense, units: 3, activation: softmax}",
     "sparse_categorical_crossentropy", "{shape: [4, 3, 1], dtype: float32}"},
    {"up_sampling",
     "{type: Conv2D, filters: 3, kernel_size: 2, activation: tanh}, "
     "{type: UpSampling2D, size: [2, 3]}, "
     "{type: Conv2D, filters: 4, kernel_size: 2}, "
     "{type: GlobalAveragePooling2D}, "
     "{type: Dense, units: 3, activation: softmax}",
     "sparse_categorical_crossentropy", "{shape: [3, 4, 2], dtype: float32}"},
    {"sequences",
     "{type: Conv1D, filters: 4, kernel_size: 3, strides: 2, padding: same, "
     "activation: tanh}, {type: MaxPooling1D, strides: 1}, "
     "{type: Conv1D, filters: 3, kernel_size: 2, dilation_rate: 2}, "
     "{type: AveragePooling1D, pool_size: 3, padding: same}, "
     "{type: ELU, name: a}, {type: GlobalMaxPooling1D, keepdims: true}, "
     "{type: Flatten, name: b}, {type: GlobalAveragePooling1D, inputs: a}, "
     "{type: Maximum, inputs: [global_average_pooling1d, b, b]}, "
     "{type: Dense, units: 3}, {type: Softmax}",
     "sparse_categorical_crossentropy", "{shape: [11, 2], dtype: float32}"},
    {"autoencoder",
     "{type: Conv2D, filters: 3, kernel_size: 2, strides: 2, name: a}, "
     "{type: Conv2DTranspose, filters: 2, kernel_size: 3, strides: [2, 1], "
     "padding: same, activation: tanh}, "
     "{type: ZeroPadding2D, padding: [2, 1]}, "
     "{type: AveragePooling2D, padding: same, strides: 1}, "
     "{type: Conv2DTranspose, filters: 4, kernel_size: [1, 2], "
     "strides: [2, 1], use_bias: false}, "
     "{type: Cropping2D, cropping: [[0, 2], [3, 1]]}, "
     "{type: ReLU, max_value: 0.5}, "
     "{type: LeakyReLU}, {type: GlobalMaxPooling2D}, "
     "{type: RepeatVector, n: 3}, {type: Flatten}, "
     "{type: Dense, units: 4, name: b}, "
     "{type: Dense, units: 4, inputs: flatten, name: c}, "
     "{type: Minimum, inputs: [b, c]}, "
     "{type: Dense, units: 3, activation: softmax}",
     "sparse_categorical_crossentropy", "{shape: [4, 5, 1], dtype: float32}"},
    {"separable",
     "{type: DepthwiseConv2D, kernel_size: 2, strides: 2, padding: same, "
     "depth_multiplier: 2, activation: tanh, name: a}, "
     "{type: RandomFlip}, {type: RandomTranslation, height_factor: 0.3, "
     "width_factor: [-0.5, 0.25], fill_mode: constant, fill_value: 0.5}, "
     "{type: RandomRotation, factor: 0.25, fill_mode: wrap}, "
     "{type: RandomZoom, height_factor: 0.5, fill_mode: nearest}, "
     "{type: GroupNormalization, groups: 2, epsilon: 0.01}, "
     "{type: SeparableConv2D, filters: 3, kernel_size: [2, 1], padding: same, "
     "name: b}, {type: Concatenate, inputs: [b, a]}, "
     "{type: PReLU, shared_axes: [1, 2]}, {type: SpatialDropout2D, rate: 0.3}, "
     "{type: Permute, dims: [2, 3, 1]}, {type: Softmax, axis: 2}, "
     "{type: GaussianNoise, stddev: 0.1}, {type: Permute, dims: [3, 1, 2]}, "
     "{type: Conv2D, filters: 7, kernel_size: 1, groups: 7, name: c}, "
     "{type: PReLU}, {type: Flatten}, "
     "{type: Dense, units: 3, activation: softmax}",
     "sparse_categorical_crossentropy", "{shape: [4, 5, 2], dtype: float32}"},
    {"groups_of_sequences",
     "{type: Conv1D, filters: 6, kernel_size: 2, groups: 2, activation: tanh}, "
     "{type: Conv1D, filters: 6, kernel_size: 2, groups: 3}, {type: Flatten}, "
     "{type: Dense, units: 4, trainable: false}, "
     "{type: Dense, units: 3, activation: softmax}",
     "sparse_categorical_crossentropy", "{shape: [5, 4], dtype: float32}"},
    {"softmax_inside",
     "{type: Dense, units: 4, activation: softmax}, "
     "{type: Dense, units: 4}, {type: Activation, activation: softmax}, "
     "{type: Dense, units: 3, activation: softmax}"},
};

std::string ToYaml(const Model& model) {
  return std::string("version: 1\nname: tiny\n") +
         "data:\n  train: {x: a, y: b}\n  test: {x: c, y: d}\n" +
         "model:\n  input: " + model.input + "\n  layers: [" + model.layers +
         "]\ncompile: {optimizer: sgd, loss: " + model.loss +
         ", metrics: [accuracy]}\nfit: {batch_size: 4}\n";
}

ModelSpec Load(const Model& model) {
  Diagnostics diagnostics;
  std::optional<ModelSpec> spec =
      ParseSpec(ToYaml(model), "tiny.yaml", AllLayers(), diagnostics);
  EXPECT_TRUE(spec) << diagnostics.Text();
  return spec.value_or(ModelSpec());
}

class ModelGradientTest : public ::testing::TestWithParam<Model> {};

TEST_P(ModelGradientTest, EqualsDifferenceQuotient) {
  const ModelSpec spec = Load(GetParam());
  ASSERT_FALSE(spec.layers.empty());
  mlir::MLIRContext context;
  auto module = BuildGradients(spec, context);
  auto step = module->lookupSymbol<mlir::func::FuncOp>(nn::kTrainStep);
  EXPECT_TRUE(CheckGradients(
      step, DrawArguments(step, spec, /*samples=*/3, /*seed=*/7)));
}

INSTANTIATE_TEST_SUITE_P(All, ModelGradientTest, ::testing::ValuesIn(kModels),
                         [](const auto& info) {
                           return std::string(info.param.name);
                         });

// The names of the activations among a layer's options.
std::set<std::string_view> ActivationsOf(AnyLayer layer) {
  std::set<std::string_view> names;
  for (const SpecField& field : layer->type().section.fields) {
    const FieldReference reference = field.reference(layer->options());
    if (const auto* activation = std::get_if<Activation*>(&reference))
      names.insert((*activation)->name);
  }
  return names;
}

TEST(ModelGradients, CoverEveryLayerActivationAndLoss) {
  std::set<const LayerType*> layers;
  std::set<std::string_view> activations;
  std::set<const LossType*> losses;
  for (const Model& model : kModels) {
    const ModelSpec spec = Load(model);
    losses.insert(spec.compile.loss.front().value.type);
    for (const LayerSpec& layer : spec.layers) {
      layers.insert(&layer.kind->type());
      activations.merge(ActivationsOf(layer.kind));
    }
  }
  EXPECT_EQ(layers.size(), AllLayers().types().size());
  EXPECT_EQ(activations.size(), AllLayers().activations().size());
  EXPECT_EQ(losses.size(), AllLayers().losses().size());
}

}  // namespace
}  // namespace sinter::oracle
