#include "tests/training/specs.h"

#include <functional>
#include <numeric>
#include <string>
#include <utility>

namespace sinter {
namespace {

int64_t Count(const std::vector<int64_t>& shape) {
  return std::accumulate(shape.begin(), shape.end(), int64_t{1},
                         std::multiplies<>());
}

std::vector<int64_t> OutputShape(const LayerKind& kind,
                                 const std::vector<int64_t>& input) {
  if (std::holds_alternative<FlattenLayer>(kind)) return {Count(input)};
  if (const auto* reshape = std::get_if<ReshapeLayer>(&kind)) {
    return reshape->target_shape;
  }
  if (const auto* dense = std::get_if<DenseLayer>(&kind)) {
    return {dense->units};
  }
  return input;
}

// Layers stand on lines 10, 11, ... from column 7.
void AddLayer(ModelSpec& spec, std::string name, LayerKind kind) {
  const std::vector<int64_t> input =
      spec.layers.empty() ? spec.input.shape : spec.layers.back().output_shape;
  const unsigned line = 10 + static_cast<unsigned>(spec.layers.size());
  std::vector<int64_t> output = OutputShape(kind, input);
  spec.layers.push_back({.name = std::move(name),
                         .location = {.line = line, .column = 7},
                         .kind = std::move(kind),
                         .input_shape = input,
                         .output_shape = std::move(output)});
}

}  // namespace

ModelSpec TwoLayerSpec() {
  ModelSpec spec;
  spec.path = "two_layers.yaml";
  spec.name = "two_layers";
  spec.input = {.shape = {4, 5}, .dtype = ElementType::kUint8};
  AddLayer(spec, "rescaling", RescalingLayer{.scale = 0.5, .offset = 1.0});
  AddLayer(spec, "flatten", FlattenLayer{});
  AddLayer(spec, "dense",
           DenseLayer{.units = 6, .activation = Activation::kRelu});
  AddLayer(spec, "dense_1",
           DenseLayer{.units = 3, .activation = Activation::kSoftmax});
  spec.compile.optimizer = RmspropOptimizer{};
  spec.compile.accuracy = true;
  spec.fit.batch_size = 8;
  return spec;
}

ModelSpec AllLayersSpec() {
  constexpr Activation kActivations[] = {
      Activation::kLinear,  Activation::kRelu, Activation::kLeakyRelu,
      Activation::kElu,     Activation::kTanh, Activation::kSigmoid,
      Activation::kSoftmax, Activation::kGelu, Activation::kSilu};
  constexpr Initializer kInitializers[] = {
      Initializer::kGlorotUniform, Initializer::kGlorotNormal,
      Initializer::kHeUniform,     Initializer::kHeNormal,
      Initializer::kZeros,         Initializer::kOnes};
  ModelSpec spec;
  spec.path = "all_layers.yaml";
  spec.name = "all_layers";
  spec.input = {.shape = {4, 6}, .dtype = ElementType::kFloat32};
  AddLayer(spec, "reshape", ReshapeLayer{.target_shape = {2, 12}});
  AddLayer(spec, "flatten", FlattenLayer{});
  AddLayer(spec, "rescaling", RescalingLayer{.scale = 0.5});
  int index = 0;
  for (const Activation activation : kActivations) {
    const std::string suffix = std::to_string(index);
    AddLayer(spec, "activation_" + suffix, ActivationLayer{activation});
    AddLayer(spec, "dropout_" + suffix, DropoutLayer{.rate = 0.25});
    AddLayer(spec, "dense_" + suffix,
             DenseLayer{.units = 7 + index,
                        .activation = activation,
                        .use_bias = index % 2 == 0,
                        .kernel_initializer = kInitializers[index % 6],
                        .bias_initializer = Initializer::kOnes});
    ++index;
  }
  AddLayer(spec, "scores", DenseLayer{.units = 5});
  spec.compile.optimizer = AdamwOptimizer{};
  spec.compile.loss = Loss::kMeanSquaredError;
  spec.fit.batch_size = 8;
  return spec;
}

}  // namespace sinter
