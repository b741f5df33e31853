// The interpreter against layers of Keras 3 itself, values and gradients:
// keras_values.json, which make_keras_values.py wrote. Here stands how a layer
// is made of ops, and what "same" means.
#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "tests/oracle/parse_ir.h"

namespace sinter::oracle {
namespace {

using Json = nlohmann::json;
using Pair = std::array<int64_t, 2>;

// The file has 12 digits of what Keras computes in float64.
constexpr double kTolerance = 1e-10;
// Keras 3.15 normalizes in float32, whatever the layer's type: 6e-8 of inputs
// up to 10, divided by deviations of about 1/2.
constexpr double kNormalizationTolerance = 1e-5;

std::vector<Json> CasesOf(const std::string& layer) {
  std::ifstream file(SINTER_KERAS_VALUES);
  std::vector<Json> cases;
  for (const Json& test : Json::parse(file))
    if (test["layer"] == layer) cases.push_back(test);
  EXPECT_FALSE(cases.empty()) << "no case of " << layer;
  return cases;
}

Tensor TensorOf(const Json& test, const std::string& name) {
  return {test[name]["shape"], test[name]["data"]};
}

std::string TypeText(const Tensor& tensor) {
  std::string text = "tensor<";
  for (const int64_t size : tensor.shape) text += std::to_string(size) + "x";
  return text + "f32>";
}

std::string PairText(Pair pair) {
  return "[" + std::to_string(pair[0]) + ", " + std::to_string(pair[1]) + "]";
}

// Runs a function of the case's tensors `arguments` that returns `results`, and
// compares them. In `body`, %name is a tensor and !name its type; it defines
// %r_name for each result.
void ExpectResults(const Json& test, const std::vector<std::string>& arguments,
                   const std::vector<std::string>& results,
                   const std::string& body, double tolerance) {
  std::string aliases, inputs, types, values;
  const auto append = [](std::string& list, const std::string& item) {
    list += (list.empty() ? "" : ", ") + item;
  };
  std::vector<Tensor> tensors;
  for (const std::string& name : arguments) {
    tensors.push_back(TensorOf(test, name));
    append(inputs, "%" + name + ": !" + name);
    aliases += "!" + name + " = " + TypeText(tensors.back()) + "\n";
  }
  for (const std::string& name : results) {
    append(types, "!r_" + name);
    append(values, "%r_" + name);
    aliases += "!r_" + name + " = " + TypeText(TensorOf(test, name)) + "\n";
  }
  const std::vector<Tensor> actual =
      RunText(aliases + "func.func @f(" + inputs + ") -> (" + types + ") {\n" +
                  body + "return " + values + " : " + types + "\n}",
              tensors);
  ASSERT_EQ(actual.size(), results.size());
  for (size_t i = 0; i < results.size(); ++i) {
    const Tensor expected = TensorOf(test, results[i]);
    for (size_t j = 0; j < expected.data.size(); ++j)
      EXPECT_NEAR(actual[i].data[j], expected.data[j],
                  tolerance * (1 + std::abs(expected.data[j])))
          << results[i] << ", element " << j;
  }
}

// What Keras puts before the first row and column.
Pair PaddingOf(const Json& test, Pair window, Pair strides, Pair dilations) {
  if (test["padding"] == "valid") return {0, 0};
  const Tensor x = TensorOf(test, "x");
  Pair padding;
  for (size_t i = 0; i < 2; ++i) {
    const int64_t size = x.shape[i + 1];
    const int64_t results = (size + strides[i] - 1) / strides[i];
    const int64_t extent = (window[i] - 1) * dilations[i] + 1;
    const int64_t total =
        std::max<int64_t>((results - 1) * strides[i] + extent - size, 0);
    padding[i] = total / 2;
  }
  return padding;
}

TEST(KerasValues, Conv2D) {
  for (const Json& test : CasesOf("Conv2D")) {
    const Tensor kernel = TensorOf(test, "kernel");
    const Pair strides = test["strides"];
    const Pair dilations = test["dilation_rate"];
    const Pair padding =
        PaddingOf(test, {kernel.shape[0], kernel.shape[1]}, strides, dilations);
    const std::string windows = " strides " + PairText(strides) +
                                " dilations " + PairText(dilations) +
                                " padding " + PairText(padding) + " : ";
    SCOPED_TRACE(TypeText(kernel) + windows);
    ExpectResults(test, {"x", "kernel", "bias", "dy"},
                  {"y", "dx", "dkernel", "dbias"},
                  "%c = nn.conv2d %x, %kernel" + windows +
                      "(!x, !kernel) -> !r_y\n"
                      "%r_y = nn.bias_add %c, %bias : !r_y, !bias\n"
                      "%r_dx = nn.conv2d_input_grad %dy, %kernel" +
                      windows +
                      "(!dy, !kernel) -> !r_dx\n"
                      "%r_dkernel = nn.conv2d_kernel_grad %x, %dy" +
                      windows +
                      "(!x, !dy) -> !r_dkernel\n"
                      "%r_dbias = nn.reduce_sum %dy : !dy -> !r_dbias\n",
                  kTolerance);
  }
}

TEST(KerasValues, MaxPooling2D) {
  for (const Json& test : CasesOf("MaxPooling2D")) {
    const Pair window = test["pool_size"];
    const Pair strides = test["strides"];
    const Pair padding = PaddingOf(test, window, strides, {1, 1});
    const std::string windows = " window " + PairText(window) + " strides " +
                                PairText(strides) + " padding " +
                                PairText(padding) + " : ";
    SCOPED_TRACE(windows);
    ExpectResults(test, {"x", "dy"}, {"y", "dx"},
                  "%r_y, %index = nn.max_pool %x" + windows +
                      "!x -> !r_y\n"
                      "%r_dx = nn.max_pool_grad %dy, %index" +
                      windows + "!dy -> !r_dx\n",
                  kTolerance);
  }
}

TEST(KerasValues, LayerNormalization) {
  for (const Json& test : CasesOf("LayerNormalization")) {
    const double epsilon = test["epsilon"];
    const std::string attribute =
        " epsilon(" + std::to_string(epsilon) + ") : !x\n";
    SCOPED_TRACE(attribute);
    ExpectResults(test, {"x", "gamma", "beta", "dy"},
                  {"y", "dx", "dgamma", "dbeta"},
                  "%h = nn.normalize %x" + attribute +
                      "%s = nn.scale %h, %gamma : !x, !gamma\n"
                      "%r_y = nn.bias_add %s, %beta : !x, !beta\n"
                      "%dh = nn.scale %dy, %gamma : !dy, !gamma\n"
                      "%r_dx = nn.normalize_grad %dh, %x" +
                      attribute +
                      "%p = nn.multiply %dy, %h : !x\n"
                      "%r_dgamma = nn.reduce_sum %p : !x -> !r_dgamma\n"
                      "%r_dbeta = nn.reduce_sum %dy : !dy -> !r_dbeta\n",
                  kNormalizationTolerance);
  }
}

}  // namespace
}  // namespace sinter::oracle
