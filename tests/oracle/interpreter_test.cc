// The interpreter against numbers worked out by hand.
#include "tests/oracle/interpreter.h"

#include <cmath>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/oracle/parse_ir.h"

namespace sinter::oracle {
namespace {

using ::testing::DoubleNear;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Pointwise;

MATCHER(NearTo, "") {
  return std::abs(std::get<0>(arg) - std::get<1>(arg)) < 1e-12;
}

// The only result of @f.
std::vector<double> Result(const std::string& text,
                           llvm::ArrayRef<Tensor> arguments) {
  const std::vector<Tensor> results = RunText(text, arguments);
  EXPECT_EQ(results.size(), 1u);
  return results.empty() ? std::vector<double>() : results[0].data;
}

// An elementwise op with `attributes` on one vector.
std::vector<double> Elementwise(const std::string& op,
                                const std::vector<double>& x,
                                const std::string& attributes = "") {
  const int64_t size = x.size();
  const std::string type = "tensor<" + std::to_string(size) + "xf32>";
  return Result("func.func @f(%x: " + type + ") -> " + type + " {\n  %y = nn." +
                    op + " %x " + attributes + " : " + type +
                    "\n  return %y : " + type + "\n}",
                {Tensor({size}, x)});
}

TEST(Interpreter, CastsAndRescales) {
  EXPECT_THAT(Result(R"(
    func.func @f(%x: tensor<2x2xui8>) -> tensor<2x2xf32> {
      %0 = nn.cast %x : tensor<2x2xui8>
      %1 = nn.rescale %0 scale(0.1) offset(-1.0) : tensor<2x2xf32>
      return %1 : tensor<2x2xf32>
    })",
                     {Tensor({2, 2}, {0, 10, 100, 255})}),
              Pointwise(NearTo(), std::vector<double>{-1, 10 * double{0.1f} - 1,
                                                      100 * double{0.1f} - 1,
                                                      255 * double{0.1f} - 1}));
}

TEST(Interpreter, ReshapesInRowMajorOrder) {
  EXPECT_THAT(Result(R"(
    func.func @f(%x: tensor<1x2x3xf32>) -> tensor<1x3x2xf32> {
      %0 = nn.reshape %x : tensor<1x2x3xf32> -> tensor<1x3x2xf32>
      return %0 : tensor<1x3x2xf32>
    })",
                     {Tensor({1, 2, 3}, {1, 2, 3, 4, 5, 6})}),
              ElementsAre(1, 2, 3, 4, 5, 6));
}

// [1 2 3; 4 5 6] [1 0; 2 1; 0 3] = [5 11; 14 23].
TEST(Interpreter, MultipliesMatrices) {
  const Tensor a({2, 3}, {1, 2, 3, 4, 5, 6});
  const Tensor b({3, 2}, {1, 0, 2, 1, 0, 3});
  const Tensor a_transposed({3, 2}, {1, 4, 2, 5, 3, 6});
  const Tensor b_transposed({2, 3}, {1, 2, 0, 0, 1, 3});
  const auto multiply = [](const Tensor& left, const Tensor& right,
                           const std::string& attributes,
                           const std::string& types) {
    return Result("func.func @f(%a: tensor<" + types.substr(0, 3) +
                      "xf32>, %b: tensor<" + types.substr(4, 3) +
                      "xf32>) -> tensor<2x2xf32> {\n  %c = nn.matmul %a, %b " +
                      attributes + " : (tensor<" + types.substr(0, 3) +
                      "xf32>, tensor<" + types.substr(4, 3) +
                      "xf32>) -> tensor<2x2xf32>\n"
                      "  return %c : tensor<2x2xf32>\n}",
                  {left, right});
  };
  EXPECT_THAT(multiply(a, b, "", "2x3 3x2"), ElementsAre(5, 11, 14, 23));
  EXPECT_THAT(multiply(a_transposed, b, "{transpose_a}", "3x2 3x2"),
              ElementsAre(5, 11, 14, 23));
  EXPECT_THAT(multiply(a, b_transposed, "{transpose_b}", "2x3 2x3"),
              ElementsAre(5, 11, 14, 23));
  EXPECT_THAT(multiply(a_transposed, b_transposed, "{transpose_a, transpose_b}",
                       "3x2 2x3"),
              ElementsAre(5, 11, 14, 23));
}

TEST(Interpreter, AddsReducesAndBroadcasts) {
  EXPECT_THAT(Result(R"(
    func.func @f(%x: tensor<2x2xf32>, %b: tensor<2xf32>) -> tensor<3x2xf32> {
      %0 = nn.bias_add %x, %b : tensor<2x2xf32>, tensor<2xf32>
      %1 = nn.add %0, %x : tensor<2x2xf32>
      %2 = nn.multiply %1, %x : tensor<2x2xf32>
      %3 = nn.reduce_sum %2 : tensor<2x2xf32> -> tensor<2xf32>
      %4 = nn.broadcast %3 : tensor<2xf32> -> tensor<3x2xf32>
      return %4 : tensor<3x2xf32>
    })",
                     {Tensor({2, 2}, {1, 2, 3, 4}), Tensor({2}, {10, 20})}),
              ElementsAre(60, 160, 60, 160, 60, 160));
}

TEST(Interpreter, KnowsTheActivations) {
  const double e = std::exp(1.0);
  EXPECT_THAT(Elementwise("relu", {-1, 0, 2}), ElementsAre(0, 0, 2));
  EXPECT_THAT(Elementwise("leaky_relu", {-1, 2}, "{negative_slope = 0.5}"),
              ElementsAre(-0.5, 2));
  EXPECT_THAT(Elementwise("elu", {-1, 2}, "{alpha = 0.5}"),
              Pointwise(NearTo(), std::vector<double>{0.5 * (1 / e - 1), 2}));
  EXPECT_THAT(Elementwise("sigmoid", {0, 1}),
              Pointwise(NearTo(), std::vector<double>{0.5, 1 / (1 + 1 / e)}));
  EXPECT_THAT(Elementwise("silu", {0, 1}),
              Pointwise(NearTo(), std::vector<double>{0, 1 / (1 + 1 / e)}));
  EXPECT_THAT(Elementwise("clipped_relu", {-1, 5, 7}), ElementsAre(0, 5, 6));
  EXPECT_THAT(Elementwise("clipped_relu", {-1, 0.5, 2},
                          "{max_value = 1.0, negative_slope = 0.5}"),
              ElementsAre(-0.5, 0.5, 1));
  EXPECT_THAT(
      Elementwise("selu", {-1, 2}),
      Pointwise(DoubleNear(1e-12),
                std::vector<double>{-1.1113307378125625, 2.101401974710961}));
  EXPECT_THAT(Elementwise("hard_sigmoid", {-4, -1.5, 0, 4}),
              ElementsAre(0, 0.25, 0.5, 1));
  EXPECT_THAT(Elementwise("hard_silu", {-4, -1.5, 0, 4}),
              ElementsAre(0, -0.375, 0, 4));
  EXPECT_THAT(Elementwise("mish", {0, std::log(std::sqrt(3) - 1)}),
              Pointwise(NearTo(), std::vector<double>{
                                      0, std::log(std::sqrt(3) - 1) / 2}));
  EXPECT_THAT(
      Elementwise("softplus", {0, std::log(3.0)}),
      Pointwise(NearTo(), std::vector<double>{std::log(2.0), std::log(4.0)}));
  EXPECT_THAT(Elementwise("exponential", {0, 1}),
              Pointwise(NearTo(), std::vector<double>{1, e}));
  EXPECT_THAT(
      Elementwise("log_softmax", {0, std::log(3.0)}),
      Pointwise(NearTo(), std::vector<double>{std::log(0.25), std::log(0.75)}));
  EXPECT_THAT(Elementwise("softsign", {-3, 0, 1}), ElementsAre(-0.75, 0, 0.5));
  EXPECT_THAT(
      Elementwise("tanh", {1}),
      Pointwise(NearTo(), std::vector<double>{(e - 1 / e) / (e + 1 / e)}));
  // P(1), from a table of the normal distribution.
  EXPECT_THAT(Elementwise("gelu", {1, -1}),
              ElementsAre(DoubleNear(0.8413447460685429, 1e-12),
                          DoubleNear(-0.15865525393145707, 1e-12)));
  EXPECT_THAT(Elementwise("softmax", {0, std::log(3.0)}),
              Pointwise(NearTo(), std::vector<double>{0.25, 0.75}));
}

TEST(Interpreter, ComparesAndDivides) {
  const Tensor a({4}, {1, 2, 3, std::nan("")});
  const Tensor b({4}, {2, 2, -4, 1});
  const auto result = [&](const std::string& op) {
    return Result(
        "func.func @f(%a: tensor<4xf32>, %b: tensor<4xf32>) -> "
        "tensor<4xf32> {\n  %y = nn." +
            op + " : tensor<4xf32>\n  return %y : tensor<4xf32>\n}",
        {a, b});
  };
  const auto nan = ::testing::IsNan();
  EXPECT_THAT(result("maximum %a, %b"), ElementsAre(2, 2, 3, nan));
  EXPECT_THAT(result("maximum %b, %a"), ElementsAre(2, 2, 3, nan));
  EXPECT_THAT(result("minimum %a, %b"), ElementsAre(1, 2, -4, nan));
  EXPECT_THAT(result("minimum %b, %a"), ElementsAre(1, 2, -4, nan));
  EXPECT_THAT(result("divide %a, %b"), ElementsAre(0.5, 1, -0.75, nan));
  EXPECT_THAT(result("where_greater %b, %a, %b"), ElementsAre(0, 0, -4, 0));
  EXPECT_THAT(result("where_greater %b, %a, %b {or_equal}"),
              ElementsAre(0, 2, -4, 0));
}

TEST(Interpreter, SoftmaxIsFiniteForLargeLogits) {
  EXPECT_THAT(Elementwise("softmax", {1e4, 1e4, -1e4}),
              ElementsAre(0.5, 0.5, 0));
}

// Every element counts: powers of two show which ones were added up.
TEST(Interpreter, ConvolvesImages) {
  const Tensor x({1, 2, 3, 1}, {1, 2, 4, 8, 16, 32});
  const Tensor w({2, 2, 1, 1}, {1, 100, 10000, 1000000});
  const auto convolve = [&](const std::string& attributes,
                            const std::string& y) {
    return Result(
        "func.func @f(%x: tensor<1x2x3x1xf32>, %w: "
        "tensor<2x2x1x1xf32>) -> tensor<" +
            y + "xf32> {\n  %y = nn.conv2d %x, %w " + attributes +
            " : (tensor<1x2x3x1xf32>, tensor<2x2x1x1xf32>) -> "
            "tensor<" +
            y + "xf32>\n  return %y : tensor<" + y + "xf32>\n}",
        {x, w});
  };
  EXPECT_THAT(
      convolve("strides [1, 1] dilations [1, 1] padding [0, 0]", "1x1x2x1"),
      ElementsAre(16080201, 32160402));
  // Padding on top and on the left, nothing below and on the right.
  EXPECT_THAT(
      convolve("strides [1, 2] dilations [1, 1] padding [1, 1]", "1x2x2x1"),
      ElementsAre(1000000, 4020000, 8000100, 32160402));
  // A window that is as wide as the images.
  EXPECT_THAT(
      convolve("strides [1, 1] dilations [1, 2] padding [0, 0]", "1x1x1x1"),
      ElementsAre(32080401));
}

TEST(Interpreter, SumsOverTheChannelsOfImages) {
  EXPECT_THAT(Result(R"(
    func.func @f(%x: tensor<1x1x2x2xf32>, %w: tensor<1x1x2x3xf32>) -> tensor<1x1x2x3xf32> {
      %y = nn.conv2d %x, %w strides [1, 1] dilations [1, 1] padding [0, 0]
          : (tensor<1x1x2x2xf32>, tensor<1x1x2x3xf32>) -> tensor<1x1x2x3xf32>
      return %y : tensor<1x1x2x3xf32>
    })",
                     {Tensor({1, 1, 2, 2}, {1, 2, 3, 4}),
                      Tensor({1, 1, 2, 3}, {1, 10, 100, 1000, 10000, 1e5})}),
              ElementsAre(2001, 20010, 200100, 4003, 40030, 400300));
}

std::vector<Tensor> MaxPool(const std::vector<double>& x) {
  return RunText(
      R"(
    func.func @f(%x: tensor<1x2x4x1xf32>, %dy: tensor<1x2x2x1xf32>)
        -> (tensor<1x2x2x1xf32>, tensor<1x2x2x1xf32>, tensor<1x2x4x1xf32>) {
      %y, %index = nn.max_pool %x window [2, 3] strides [1, 2] padding [1, 1]
          : tensor<1x2x4x1xf32> -> tensor<1x2x2x1xf32>
      %dx = nn.max_pool_grad %dy, %index window [2, 3] strides [1, 2] padding [1, 1]
          : tensor<1x2x2x1xf32> -> tensor<1x2x4x1xf32>
      return %y, %index, %dx : tensor<1x2x2x1xf32>, tensor<1x2x2x1xf32>, tensor<1x2x4x1xf32>
    })",
      {Tensor({1, 2, 4, 1}, x), Tensor({1, 2, 2, 1}, {1, 10, 100, 1000})});
}

// The windows hold columns -1 to 1 and 1 to 3; padding is no zero.
TEST(Interpreter, FindsTheLargestOfEachWindow) {
  const std::vector<Tensor> pool = MaxPool({-3, -1, -2, -4, -5, -6, -7, -8});
  ASSERT_EQ(pool.size(), 3u);
  EXPECT_THAT(pool[0].data, ElementsAre(-1, -1, -1, -1));
  EXPECT_THAT(pool[1].data, ElementsAre(5, 3, 2, 0));
  EXPECT_THAT(pool[2].data, ElementsAre(0, 1111, 0, 0, 0, 0, 0, 0));
}

TEST(Interpreter, TakesTheFirstOfEqualMaxima) {
  const std::vector<Tensor> pool = MaxPool({2, 2, 2, 2, 2, 2, 2, 2});
  ASSERT_EQ(pool.size(), 3u);
  EXPECT_THAT(pool[1].data, ElementsAre(4, 3, 1, 0));
  EXPECT_THAT(pool[2].data, ElementsAre(101, 1010, 0, 0, 0, 0, 0, 0));
}

TEST(Interpreter, TakesTheFirstNanOfAWindow) {
  const std::vector<Tensor> pool = MaxPool({1, 2, 3, 4, 9, NAN, NAN, 8});
  ASSERT_EQ(pool.size(), 3u);
  EXPECT_THAT(pool[0].data,
              ElementsAre(2, 4, ::testing::IsNan(), ::testing::IsNan()));
  EXPECT_THAT(pool[1].data, ElementsAre(5, 5, 5, 3));
  EXPECT_THAT(pool[2].data, ElementsAre(0, 1, 0, 10, 0, 1100, 0, 0));
}

// The windows hold columns -1 to 1 and 1 to 3, rows 0 and -1 to 0.
TEST(Interpreter, SumsWindowsAndSpreadsTheirSums) {
  const std::vector<Tensor> sums = RunText(
      R"(
    func.func @f(%x: tensor<1x1x4x1xf32>)
        -> (tensor<1x1x2x1xf32>, tensor<1x1x4x1xf32>) {
      %y = nn.sum_pool %x window [2, 3] strides [1, 2] padding [1, 1]
          : tensor<1x1x4x1xf32> -> tensor<1x1x2x1xf32>
      %z = nn.spread %y window [2, 3] strides [1, 2] padding [1, 1]
          : tensor<1x1x2x1xf32> -> tensor<1x1x4x1xf32>
      return %y, %z : tensor<1x1x2x1xf32>, tensor<1x1x4x1xf32>
    })",
      {Tensor({1, 1, 4, 1}, {1, 10, 100, 1000})});
  ASSERT_EQ(sums.size(), 2u);
  EXPECT_THAT(sums[0].data, ElementsAre(11, 1110));
  EXPECT_THAT(sums[1].data, ElementsAre(11, 1121, 1110, 1110));
}

// What Keras' UpSampling2D gives, numpy.repeat along rows and columns.
TEST(Interpreter, SpreadsPixelsOverWindowsWithoutOverlap) {
  const std::vector<Tensor> images = RunText(
      R"(
    func.func @f(%x: tensor<1x1x2x2xf32>) -> tensor<1x2x6x2xf32> {
      %y = nn.spread %x window [2, 3] strides [2, 3] padding [0, 0]
          : tensor<1x1x2x2xf32> -> tensor<1x2x6x2xf32>
      return %y : tensor<1x2x6x2xf32>
    })",
      {Tensor({1, 1, 2, 2}, {1, 2, 3, 4})});
  ASSERT_EQ(images.size(), 1u);
  EXPECT_THAT(images[0].data,
              ElementsAre(1, 2, 1, 2, 1, 2, 3, 4, 3, 4, 3, 4,  //
                          1, 2, 1, 2, 1, 2, 3, 4, 3, 4, 3, 4));
}

// Deviations of 1 around a mean of 2^40: their squares are lost beside its own.
TEST(Interpreter, NormalizesRowsFarFromZero) {
  const double mean = 1099511627776.0;
  EXPECT_THAT(Result(R"(
    func.func @f(%x: tensor<2x2xf32>, %gamma: tensor<2xf32>) -> tensor<2x2xf32> {
      %0 = nn.normalize %x epsilon(3.0) : tensor<2x2xf32>
      %1 = nn.scale %0, %gamma : tensor<2x2xf32>, tensor<2xf32>
      return %1 : tensor<2x2xf32>
    })",
                     {Tensor({2, 2}, {mean - 1, mean + 1, 4, 4}),
                      Tensor({2}, {1, 10})}),
              ElementsAre(-0.5, 5, 0, 0));
}

// Two of three samples count: their channel has mean 2 and variance 1.
TEST(Interpreter, NormalizesAcrossTheBatch) {
  const std::vector<Tensor> results = RunText(
      R"(
    func.func @f(%x: tensor<3x1xf32>, %dy: tensor<3x1xf32>, %n: i32, %old: tensor<1xf32>)
        -> (tensor<3x1xf32>, tensor<1xf32>, tensor<1xf32>, tensor<3x1xf32>, tensor<1xf32>, tensor<3x1xf32>) {
      %y, %mean, %variance = nn.batch_normalize %x, %n epsilon(3.0) : tensor<3x1xf32>
      %dx = nn.batch_normalize_grad %dy, %y, %variance, %n epsilon(3.0) : tensor<3x1xf32>, tensor<1xf32>
      %new = nn.moving_average %old, %mean {momentum = 0.75} : tensor<1xf32>
      %z = nn.standardize %x, %old, %variance epsilon(3.0) : tensor<3x1xf32>, tensor<1xf32>
      return %y, %mean, %variance, %dx, %new, %z
        : tensor<3x1xf32>, tensor<1xf32>, tensor<1xf32>, tensor<3x1xf32>, tensor<1xf32>, tensor<3x1xf32>
    })",
      {Tensor({3, 1}, {1, 3, 7}), Tensor({3, 1}, {4, 0, 5}), Tensor::Scalar(2),
       Tensor({1}, {10})});
  ASSERT_EQ(results.size(), 6u);
  EXPECT_THAT(results[0].data, ElementsAre(-0.5, 0.5, 2.5));
  EXPECT_THAT(results[1].data, ElementsAre(2));
  EXPECT_THAT(results[2].data, ElementsAre(1));
  // dy less its mean is 2, -2; the mean of dy y is -1.
  EXPECT_THAT(results[3].data,
              ElementsAre(0.5 * (2 - 0.5), 0.5 * (-2 + 0.5), 0));
  EXPECT_THAT(results[4].data, ElementsAre(8));
  EXPECT_THAT(results[5].data, ElementsAre(-4.5, -3.5, -1.5));
}

// Losses and accuracy of scores [2, 3] with two labels.
std::vector<Tensor> Metrics(const std::vector<double>& scores,
                            const std::vector<double>& labels, double samples) {
  return RunText(
      R"(
    func.func @f(%z: tensor<2x3xf32>, %y: tensor<2xui8>, %n: i32)
        -> (tensor<f32>, tensor<2x3xf32>, tensor<f32>, tensor<2x3xf32>, tensor<f32>) {
      %seed = nn.constant 1.0 : tensor<f32>
      %dl = nn.sample_mean_grad %seed, %n : tensor<f32> -> tensor<2xf32>
      %entropies = nn.sparse_cross_entropy %z, %y : tensor<2x3xf32>, tensor<2xui8>
      %0 = nn.sample_mean %entropies, %n : tensor<2xf32>
      %1 = nn.sparse_cross_entropy_grad %dl, %z, %y : tensor<2xf32>, tensor<2x3xf32>, tensor<2xui8>
      %errors = nn.mean_squared_error %z, %y : tensor<2x3xf32>, tensor<2xui8>
      %2 = nn.sample_mean %errors, %n : tensor<2xf32>
      %3 = nn.mean_squared_error_grad %dl, %z, %y : tensor<2xf32>, tensor<2x3xf32>, tensor<2xui8>
      %correct = nn.accuracy %z, %y : tensor<2x3xf32>, tensor<2xui8>
      %4 = nn.sample_sum %correct, %n : tensor<2xf32>
      return %0, %1, %2, %3, %4
        : tensor<f32>, tensor<2x3xf32>, tensor<f32>, tensor<2x3xf32>, tensor<f32>
    })",
      {Tensor({2, 3}, scores), Tensor({2}, labels), Tensor::Scalar(samples)});
}

TEST(Interpreter, ComputesLossesOfAFullBatch) {
  const std::vector<Tensor> metrics =
      Metrics({0, 0, 0, 0, 0, std::log(2.0)}, {1, 2}, 2);
  ASSERT_EQ(metrics.size(), 5u);
  EXPECT_NEAR(metrics[0].scalar(), (std::log(3.0) + std::log(2.0)) / 2, 1e-12);
  EXPECT_THAT(
      metrics[1].data,
      Pointwise(NearTo(), std::vector<double>{1. / 6, -1. / 3, 1. / 6, 1. / 8,
                                              1. / 8, -1. / 4}));
  const double last = std::log(2.0) - 1;
  EXPECT_NEAR(metrics[2].scalar(), (1 + last * last) / 6, 1e-12);
  EXPECT_THAT(
      metrics[3].data,
      Pointwise(NearTo(), std::vector<double>{0, -1. / 3, 0, 0, 0, last / 3}));
  // The first of equal maxima counts, so row 0 is wrong.
  EXPECT_EQ(metrics[4].scalar(), 1);
}

// A penalty, its gradient, the squares' sum, what limits norms, and clipping.
std::vector<Tensor> LimitsOf(std::vector<double> values) {
  const int64_t size = static_cast<int64_t>(values.size());
  const std::string type = "tensor<" + std::to_string(size) + "xf32>";
  std::string text = R"(
    func.func @f(%w: T, %dy: tensor<f32>) -> (tensor<f32>, T, tensor<f32>, tensor<f32>, tensor<f32>, T, T) {
      %0 = nn.penalty %w {l1 = 0.5, l2 = 0.25} : T
      %1 = nn.penalty_grad %dy, %w {l1 = 0.5, l2 = 0.25} : tensor<f32>, T
      %2 = nn.sum_of_squares %w : T
      %3 = nn.limit_norm %2 {limit = 2.5} : tensor<f32>
      %4 = nn.limit_norm %2 {finite, limit = 10.0} : tensor<f32>
      %5 = nn.times %w, %3 : T, tensor<f32>
      %6 = nn.clip %w {limit = 1.5} : T
      return %0, %1, %2, %3, %4, %5, %6 : tensor<f32>, T, tensor<f32>, tensor<f32>, tensor<f32>, T, T
    })";
  for (size_t at = text.find('T'); at != std::string::npos;
       at = text.find('T', at))
    text.replace(at, 1, type);
  return RunText(text, {Tensor({size}, std::move(values)), Tensor::Scalar(2)});
}

TEST(Interpreter, AddsPenaltiesAndLimitsGradients) {
  const std::vector<Tensor> limited = LimitsOf({3, -4, 0});
  ASSERT_EQ(limited.size(), 7u);
  EXPECT_EQ(limited[0].scalar(), 0.5 * 7 + 0.25 * 25);
  EXPECT_THAT(limited[1].data, ElementsAre(2 * (0.5 + 1.5), -2 * (0.5 + 2), 0));
  EXPECT_EQ(limited[2].scalar(), 25);
  EXPECT_EQ(limited[3].scalar(), 0.5);
  EXPECT_EQ(limited[4].scalar(), 1);
  EXPECT_THAT(limited[5].data, ElementsAre(1.5, -2, 0));
  EXPECT_THAT(limited[6].data, ElementsAre(1.5, -1.5, 0));
}

TEST(Interpreter, KeepsNanOfLimitedGradients) {
  const std::vector<Tensor> nan = LimitsOf({3, NAN});
  for (const size_t scalar : {0, 2, 3, 4})
    EXPECT_TRUE(std::isnan(nan[scalar].scalar())) << scalar;
  for (const size_t vector : {1, 5, 6})
    EXPECT_TRUE(std::isnan(nan[vector].data[1])) << vector;
  // An infinite norm is nothing to divide all gradients by.
  const std::vector<Tensor> infinite = LimitsOf({3, INFINITY});
  EXPECT_EQ(infinite[3].scalar(), 0);
  EXPECT_TRUE(std::isnan(infinite[4].scalar()));
}

TEST(Interpreter, IgnoresRowsBeyondTheSamples) {
  const std::vector<Tensor> metrics = Metrics({0, 1, 0, 7, 8, 9}, {1, 2}, 1);
  ASSERT_EQ(metrics.size(), 5u);
  EXPECT_NEAR(metrics[0].scalar(), std::log(2 + std::exp(1.0)) - 1, 1e-12);
  EXPECT_EQ(metrics[1](1, 0), 0);
  EXPECT_EQ(metrics[2].scalar(), 0);
  EXPECT_THAT(metrics[3].data, Each(0));
  EXPECT_EQ(metrics[4].scalar(), 1);
}

// Of scores [4, 6] and k = 2.
std::vector<double> Top2(const std::vector<double>& scores,
                         const std::vector<double>& labels) {
  return RunText(
             R"(
    func.func @f(%z: tensor<4x6xf32>, %y: tensor<4xui8>) -> tensor<4xf32> {
      %correct = nn.top_k_accuracy %z, %y k(2) : tensor<4x6xf32>, tensor<4xui8>
      return %correct : tensor<4xf32>
    })",
             {Tensor({4, 6}, scores), Tensor({4}, labels)})
      .front()
      .data;
}

// As in_top_k of TensorFlow, which Keras calls: of those that are equal all
// are in or none.
TEST(Interpreter, CountsLabelsAmongTheLargest) {
  EXPECT_THAT(Top2({9, 7, 8, 0, 0, 0,  //
                    9, 7, 8, 0, 0, 0,  //
                    9, 8, 8, 8, 0, 0,  //
                    9, 9, 8, 8, 0, 0},
                   {2, 1, 3, 2}),
              ElementsAre(1, 0, 1, 0));
}

TEST(Interpreter, CountsNoLabelBesideWhatIsNotFinite) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  EXPECT_THAT(Top2({NAN,       1, 0, 0,          0, 0,  //
                    0,         1, 0, NAN,        0, 0,  //
                    kInfinity, 1, 0, 0,          0, 0,  //
                    0,         1, 0, -kInfinity, 0, 0},
                   {0, 1, 0, 1}),
              ElementsAre(0, 0, 0, 0));
}

std::vector<double> Dropout(int64_t size, double seed, double iteration) {
  const std::string type = "tensor<" + std::to_string(size) + "xf32>";
  return Result(
      "func.func @f(%x: " + type + ", %seed: i32, %i: i64) -> " + type +
          " {\n  %y = nn.dropout %x, %seed, %i rate(0.25) stream(1) : " + type +
          "\n  return %y : " + type + "\n}",
      {Tensor({size}, std::vector<double>(size, 1)), Tensor::Scalar(seed),
       Tensor::Scalar(iteration)});
}

TEST(Interpreter, DropsAboutTheRate) {
  const std::vector<double> kept = Dropout(10000, 1, 2);
  double sum = 0;
  for (const double value : kept) {
    EXPECT_TRUE(value == 0 || value == double{1 / 0.75f}) << value;
    sum += value;
  }
  // The mean of 10000 has a standard deviation of sqrt(1/3) / 100.
  EXPECT_NEAR(sum / 10000, 1, 4 * 0.0058);
}

TEST(Interpreter, DropsOtherElementsInEveryStep) {
  EXPECT_EQ(Dropout(64, 1, 2), Dropout(64, 1, 2));
  EXPECT_NE(Dropout(64, 1, 2), Dropout(64, 1, 3));
  EXPECT_NE(Dropout(64, 1, 2), Dropout(64, 2, 2));
  // An i32 is 32 bits, however they are read.
  EXPECT_EQ(Dropout(64, -1, 2), Dropout(64, 4294967295.0, 2));
}

TEST(Interpreter, InitializesWithinTheBounds) {
  const auto draw = [](const std::string& kind) {
    return Result(
        "func.func @f() -> tensor<50x30xf32> {\n  %0 = nn.initialize " + kind +
            " fan_in(50) fan_out(30) : tensor<50x30xf32>\n"
            "  return %0 : tensor<50x30xf32>\n}",
        {});
  };
  // The limit, and the mean square: of 1500 numbers it is within a tenth.
  const auto check = [&](const std::string& kind, double limit,
                         double variance) {
    double sum = 0;
    for (const double value : draw(kind)) {
      EXPECT_LE(std::abs(value), limit) << kind;
      sum += value * value;
    }
    EXPECT_NEAR(sum / 1500, variance, variance / 10) << kind;
  };
  EXPECT_THAT(draw("zeros"), Each(0));
  EXPECT_THAT(draw("ones"), Each(1));
  check("glorot_uniform", std::sqrt(6. / 80) + 1e-7, 2. / 80);
  check("he_uniform", std::sqrt(6. / 50) + 1e-7, 2. / 50);
  check("glorot_normal", 2.28 * std::sqrt(2. / 80), 2. / 80);
  check("he_normal", 2.28 * std::sqrt(2. / 50), 2. / 50);
}

TEST(InterpreterDeathTest, RefusesWhatDoesNotFit) {
  const std::string text = R"(
    func.func @f(%x: tensor<2xf32>) -> tensor<2xf32> {
      %y = nn.relu %x : tensor<2xf32>
      return %y : tensor<2xf32>
    })";
  EXPECT_DEATH(RunText(text, {}), "number of arguments");
  EXPECT_DEATH(RunText(text, {Tensor({3}, {1, 2, 3})}), "another shape");
  ParsedModule module(text);
  EXPECT_DEATH(Interpreter(module.get(), "g"), "no function @g");
}

}  // namespace
}  // namespace sinter::oracle
