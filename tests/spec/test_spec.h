// Specs for tests: one small valid spec and ways to change it.
#ifndef SINTER_TESTS_SPEC_TEST_SPEC_H_
#define SINTER_TESTS_SPEC_TEST_SPEC_H_

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "compiler/layers/all_layers.h"
#include "compiler/spec/load_spec.h"

namespace sinter {

// Layers, compile and fit of a spec whose other parts are given.
inline std::string SpecText(
    const std::string& layers,
    const std::string& compile = "{loss: sparse_categorical_crossentropy}",
    const std::string& fit = "{batch_size: 16}") {
  return "version: 1\n"
         "name: net\n"
         "data:\n"
         "  train: {x: a, y: b}\n"
         "  test: {x: c, y: d}\n"
         "model:\n"
         "  input: {shape: [4, 6]}\n"
         "  layers: " +
         layers + "\ncompile: " + compile + "\nfit: " + fit + "\n";
}

inline constexpr char kTwoLayers[] =
    "[{type: Flatten}, {type: Dense, units: 3, activation: softmax}]";

// The spec that `text` means; fails the test, with the errors, if it has any.
inline ModelSpec ParseGood(const std::string& text) {
  Diagnostics diagnostics;
  std::optional<ModelSpec> spec =
      ParseSpec(text, "test.yaml", AllLayers(), diagnostics);
  EXPECT_TRUE(spec.has_value()) << text << diagnostics.Text();
  return spec.value_or(ModelSpec());
}

// The errors of `text`; fails the test if it has none.
inline std::string ParseBad(const std::string& text) {
  Diagnostics diagnostics;
  EXPECT_FALSE(
      ParseSpec(text, "test.yaml", AllLayers(), diagnostics).has_value())
      << text;
  EXPECT_TRUE(diagnostics.has_errors());
  return diagnostics.Text();
}

// A layer as the spec that has these options gives it.
template <typename Kind>
AnyLayer Make(typename Kind::Options options = {}) {
  return std::make_unique<Kind>(std::move(options));
}

// What a spec means, without where it was written.
inline ModelSpec WithoutPlaces(ModelSpec spec) {
  spec.path.clear();
  for (LayerSpec& layer : spec.layers) layer.location = {};
  return spec;
}

inline std::string ReadTestFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file) << path;
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace sinter

#endif  // SINTER_TESTS_SPEC_TEST_SPEC_H_
