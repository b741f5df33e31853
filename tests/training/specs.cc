#include "tests/training/specs.h"

#include <optional>
#include <string>

#include "compiler/layers/all_layers.h"
#include "compiler/spec/load_spec.h"
#include "llvm/Support/ErrorHandling.h"

namespace sinter {
namespace {

// Layers stand on lines 10, 11, ... from column 7.
std::string Head(const std::string& name, const std::string& input) {
  return "version: 1\nname: " + name +
         "\n\n"
         "data:\n  train: {x: a, y: b}\n  test: {x: c, y: d}\n"
         "model:\n  input: " +
         input + "\n  layers:\n";
}

std::string LayerLine(const std::string& entries) {
  return "    - {type: " + entries + "}\n";
}

ModelSpec Parse(const std::string& text, const std::string& path) {
  Diagnostics diagnostics;
  const std::optional<ModelSpec> spec =
      ParseSpec(text, path, AllLayers(), diagnostics);
  if (!spec) llvm::report_fatal_error(diagnostics.Text().c_str(), false);
  return *spec;
}

}  // namespace

ModelSpec TwoLayerSpec() {
  return Parse(Head("two_layers", "{shape: [4, 5], dtype: uint8}") +
                   LayerLine("Rescaling, scale: 0.5, offset: 1.0") +
                   LayerLine("Flatten") +
                   LayerLine("Dense, units: 6, activation: relu") +
                   LayerLine("Dense, units: 3, activation: softmax") +
                   "compile:\n  loss: sparse_categorical_crossentropy\n"
                   "  metrics: [accuracy]\nfit: {batch_size: 8}\n",
               "two_layers.yaml");
}

ModelSpec AllLayersSpec() {
  constexpr const char* kInitializers[] = {"glorot_uniform", "glorot_normal",
                                           "he_uniform",     "he_normal",
                                           "zeros",          "ones"};
  std::string text = Head("all_layers", "{shape: [4, 6], dtype: float32}") +
                     LayerLine("Reshape, target_shape: [2, 12]") +
                     LayerLine("Flatten") + LayerLine("Rescaling, scale: 0.5");
  int index = 0;
  for (const std::string_view word : AllLayers().activations()) {
    const std::string activation = ", activation: " + std::string(word);
    text +=
        LayerLine("Activation" + activation) +
        LayerLine("Dropout, rate: 0.25") +
        LayerLine("Dense, units: " + std::to_string(7 + index) + activation +
                  ", use_bias: " + (index % 2 == 0 ? "true" : "false") +
                  ", kernel_initializer: " + kInitializers[index % 6] +
                  ", bias_initializer: ones");
    ++index;
  }
  text += LayerLine("Dense, name: scores, units: 5") +
          "compile: {optimizer: adamw, loss: {type: mean_squared_error, "
          "one_hot: true}}\n"
          "fit: {batch_size: 8}\n";
  return Parse(text, "all_layers.yaml");
}

size_t CountDenseLayers() { return AllLayers().activations().size() + 1; }

size_t CountBiases() { return CountDenseLayers() / 2 + 1; }

ModelSpec GraphSpec() {
  return Parse(
      Head("graph", "{shape: [3]}") +
          LayerLine("Dense, units: 3, name: a, use_bias: false") +
          LayerLine("Dense, units: 3, name: b, use_bias: false, "
                    "inputs: input") +
          LayerLine("Subtract, inputs: [input, a]") +
          LayerLine("Add, inputs: [b, subtract, b]") +
          LayerLine("Dense, units: 2, use_bias: false") +
          "compile: {loss: {type: mean_squared_error, one_hot: true}}\n",
      "graph.yaml");
}

ModelSpec SharedSpec() {
  return Parse(
      Head("shared", "{shape: [3]}") +
          LayerLine("Dense, units: 3, name: a, use_bias: false") +
          LayerLine("BatchNormalization, name: norm, scale: false") +
          LayerLine("Dense, units: 3, shares: a, use_bias: false") +
          LayerLine("BatchNormalization, shares: norm, scale: false") +
          LayerLine("Dense, units: 2, use_bias: false") +
          "compile: {loss: {type: mean_squared_error, one_hot: true}}\n",
      "shared.yaml");
}

}  // namespace sinter
