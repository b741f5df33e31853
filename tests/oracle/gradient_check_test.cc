// The gradient check itself: a check that cannot fail proves nothing.
#include "tests/oracle/gradient_check.h"

#include "gtest/gtest.h"
#include "tests/oracle/parse_ir.h"

namespace sinter::oracle {
namespace {

// A mean squared error of %w against a label, and `gradient` as its gradient.
::testing::AssertionResult CheckText(const std::string& gradient) {
  ParsedModule module(R"(
    func.func @f(%w: tensor<1x2xf32> {nn.role = "parameter", nn.name = "w"},
                 %y: tensor<1xui8>, %n: i32, %zero: tensor<1x2xf32>)
        -> (tensor<f32> {nn.role = "loss"},
            tensor<1x2xf32> {nn.role = "gradient", nn.name = "w"}) {
      %losses = nn.mean_squared_error %w, %y : tensor<1x2xf32>, tensor<1xui8>
      %loss = nn.sample_mean %losses, %n : tensor<1xf32>
      %seed_gradient = nn.constant 1.0 : tensor<f32>
      %dl = nn.sample_mean_grad %seed_gradient, %n : tensor<f32> -> tensor<1xf32>
      %0 = nn.mean_squared_error_grad %dl, %w, %y : tensor<1xf32>, tensor<1x2xf32>, tensor<1xui8>
      %1 = nn.rescale %0 scale(1.01) offset(0.0) : tensor<1x2xf32>
      return %loss, )" +
                      gradient + R"( : tensor<f32>, tensor<1x2xf32>
    })");
  if (!module) return ::testing::AssertionFailure() << "no module";
  return CheckGradients(module.get().lookupSymbol<mlir::func::FuncOp>("f"),
                        {Tensor({1, 2}, {0.3, -0.7}), Tensor({1}, {1}),
                         Tensor::Scalar(1), Tensor({1, 2}, {0, 0})});
}

TEST(GradientCheck, AcceptsTheGradient) { EXPECT_TRUE(CheckText("%0")); }

TEST(GradientCheck, RefusesOneThatIsOffByAPercent) {
  const ::testing::AssertionResult result = CheckText("%1");
  EXPECT_FALSE(result);
  EXPECT_NE(std::string(result.message()).find("element"), std::string::npos);
}

TEST(GradientCheck, RefusesZeros) {
  const ::testing::AssertionResult result = CheckText("%zero");
  EXPECT_FALSE(result);
  EXPECT_STREQ(result.message(), "w: the gradient is zero");
}

}  // namespace
}  // namespace sinter::oracle
