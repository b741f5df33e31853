// nn_activation_ops.td in double precision.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "compiler/ir/nn_dialect.h"
#include "llvm/ADT/TypeSwitch.h"
#include "tests/oracle/evaluate.h"

namespace sinter::oracle {
namespace {

// NaN stays NaN.
double Relu(double x) { return x <= 0 ? 0 : x; }
double ReluGrad(double dy, double y) { return y > 0 ? dy : 0; }

double Sigmoid(double x) { return 1 / (1 + std::exp(-x)); }
double SigmoidGrad(double dy, double y) { return dy * y * (1 - y); }

double Tanh(double x) { return std::tanh(x); }
double TanhGrad(double dy, double y) { return dy * (1 - y * y); }

// The normal distribution.
double NormalCdf(double x) {
  return (1 + std::erf(x / std::numbers::sqrt2)) / 2;
}
double NormalDensity(double x) {
  return std::exp(-x * x / 2) / std::sqrt(2 * std::numbers::pi);
}
double Gelu(double x) { return x * NormalCdf(x); }
double GeluGrad(double dy, double x) {
  return dy * (NormalCdf(x) + x * NormalDensity(x));
}

double Silu(double x) { return x * Sigmoid(x); }
double SiluGrad(double dy, double x) {
  const double s = Sigmoid(x);
  return dy * s * (1 + x * (1 - s));
}

double Softsign(double x) { return x / (1 + std::abs(x)); }
double SoftsignGrad(double dy, double x) {
  return dy / ((1 + std::abs(x)) * (1 + std::abs(x)));
}

constexpr double kSeluScale = 1.0507009873554805;
constexpr double kSeluAlpha = 1.6732632423543772;
double Selu(double x) {
  return kSeluScale * (x > 0 ? x : kSeluAlpha * std::expm1(x));
}
double SeluGrad(double dy, double y) {
  return dy * (y > 0 ? kSeluScale : y + kSeluScale * kSeluAlpha);
}

double HardSigmoid(double x) { return x <= -3 ? 0 : x >= 3 ? 1 : (x + 3) / 6; }
double HardSigmoidGrad(double dy, double y) {
  return y > 0 && y < 1 ? dy / 6 : 0;
}

double HardSilu(double x) { return x * HardSigmoid(x); }
double HardSiluGrad(double dy, double x) {
  return dy * (HardSigmoid(x) + (std::abs(x) < 3 ? x / 6 : 0));
}

double Mish(double x) { return x * std::tanh(std::log1p(std::exp(x))); }
double MishGrad(double dy, double x) {
  const double t = std::tanh(std::log1p(std::exp(x)));
  return dy * (t + x * Sigmoid(x) * (1 - t * t));
}

double Softplus(double x) {
  return std::max(x, 0.) + std::log1p(std::exp(-std::abs(x)));
}
double SoftplusGrad(double dy, double y) { return -dy * std::expm1(-y); }

double Exponential(double x) { return std::exp(x); }
double ExponentialGrad(double dy, double y) { return dy * y; }

Tensor LeakyRelu(const Tensor& x, double slope) {
  return Map(x, [&](double v) { return v > 0 ? v : slope * v; });
}
Tensor LeakyReluGrad(Operands in, double slope) {
  return Map(in[0], in[1],
             [&](double dy, double y) { return y > 0 ? dy : slope * dy; });
}

// A slope of 0 makes 0 of infinity, too.
Tensor ClippedRelu(const Tensor& x, double max_value, double slope) {
  return Map(x, [&](double v) {
    if (v <= 0 && slope == 0) return 0.;
    return v >= max_value ? max_value : v > 0 ? v : slope * v;
  });
}
Tensor ClippedReluGrad(Operands in, double max_value, double slope) {
  return Map(in[0], in[1], [&](double dy, double y) {
    if (y > 0) return y < max_value ? dy : 0;
    return slope == 0 ? 0 : slope * dy;
  });
}

Tensor Elu(const Tensor& x, double alpha) {
  return Map(x, [&](double v) { return v > 0 ? v : alpha * std::expm1(v); });
}
Tensor EluGrad(Operands in, double alpha) {
  return Map(in[0], in[1], [&](double dy, double y) {
    return y > 0 ? dy : dy * (y + alpha);
  });
}

Tensor Softmax(const Tensor& x) {
  Tensor y = x;
  for (int64_t i = 0; i < x.rows(); ++i) {
    double maximum = x(i, 0);
    for (int64_t j = 0; j < x.cols(); ++j) maximum = std::max(maximum, x(i, j));
    double sum = 0;
    for (int64_t j = 0; j < x.cols(); ++j) sum += std::exp(x(i, j) - maximum);
    for (int64_t j = 0; j < x.cols(); ++j)
      y(i, j) = std::exp(x(i, j) - maximum) / sum;
  }
  return y;
}

Tensor SoftmaxGrad(Operands in) {
  const Tensor& dy = in[0];
  const Tensor& y = in[1];
  Tensor dx = y;
  for (int64_t i = 0; i < y.rows(); ++i) {
    double sum = 0;
    for (int64_t j = 0; j < y.cols(); ++j) sum += dy(i, j) * y(i, j);
    for (int64_t j = 0; j < y.cols(); ++j)
      dx(i, j) = y(i, j) * (dy(i, j) - sum);
  }
  return dx;
}

Tensor LogSoftmax(const Tensor& x) {
  Tensor y = x;
  for (int64_t i = 0; i < x.rows(); ++i) {
    double maximum = x(i, 0);
    for (int64_t j = 0; j < x.cols(); ++j) maximum = std::max(maximum, x(i, j));
    double sum = 0;
    for (int64_t j = 0; j < x.cols(); ++j) sum += std::exp(x(i, j) - maximum);
    for (int64_t j = 0; j < x.cols(); ++j)
      y(i, j) = x(i, j) - maximum - std::log(sum);
  }
  return y;
}

Tensor LogSoftmaxGrad(Operands in) {
  const Tensor& dy = in[0];
  const Tensor& y = in[1];
  Tensor dx = y;
  for (int64_t i = 0; i < y.rows(); ++i) {
    double sum = 0;
    for (int64_t j = 0; j < y.cols(); ++j) sum += dy(i, j);
    for (int64_t j = 0; j < y.cols(); ++j)
      dx(i, j) = dy(i, j) - std::exp(y(i, j)) * sum;
  }
  return dx;
}

}  // namespace

Tensors EvaluateActivation(mlir::Operation* op, Operands in) {
  const auto map = [&](double (*f)(double)) { return Tensors{Map(in[0], f)}; };
  const auto map2 = [&](double (*f)(double, double)) {
    return Tensors{Map(in[0], in[1], f)};
  };
  return llvm::TypeSwitch<mlir::Operation*, Tensors>(op)
      .Case([&](nn::ReluOp) { return map(Relu); })
      .Case([&](nn::ReluGradOp) { return map2(ReluGrad); })
      .Case([&](nn::SigmoidOp) { return map(Sigmoid); })
      .Case([&](nn::SigmoidGradOp) { return map2(SigmoidGrad); })
      .Case([&](nn::TanhOp) { return map(Tanh); })
      .Case([&](nn::TanhGradOp) { return map2(TanhGrad); })
      .Case([&](nn::GeluOp) { return map(Gelu); })
      .Case([&](nn::GeluGradOp) { return map2(GeluGrad); })
      .Case([&](nn::SiluOp) { return map(Silu); })
      .Case([&](nn::SiluGradOp) { return map2(SiluGrad); })
      .Case([&](nn::SoftsignOp) { return map(Softsign); })
      .Case([&](nn::SoftsignGradOp) { return map2(SoftsignGrad); })
      .Case([&](nn::SeluOp) { return map(Selu); })
      .Case([&](nn::SeluGradOp) { return map2(SeluGrad); })
      .Case([&](nn::HardSigmoidOp) { return map(HardSigmoid); })
      .Case([&](nn::HardSigmoidGradOp) { return map2(HardSigmoidGrad); })
      .Case([&](nn::HardSiluOp) { return map(HardSilu); })
      .Case([&](nn::HardSiluGradOp) { return map2(HardSiluGrad); })
      .Case([&](nn::MishOp) { return map(Mish); })
      .Case([&](nn::MishGradOp) { return map2(MishGrad); })
      .Case([&](nn::SoftplusOp) { return map(Softplus); })
      .Case([&](nn::SoftplusGradOp) { return map2(SoftplusGrad); })
      .Case([&](nn::ExponentialOp) { return map(Exponential); })
      .Case([&](nn::ExponentialGradOp) { return map2(ExponentialGrad); })
      .Case([&](nn::LeakyReluOp relu) {
        return Tensors{LeakyRelu(in[0], RoundToFloat(relu.getNegativeSlope()))};
      })
      .Case([&](nn::LeakyReluGradOp relu) {
        return Tensors{
            LeakyReluGrad(in, RoundToFloat(relu.getNegativeSlope()))};
      })
      .Case([&](nn::ClippedReluOp relu) {
        return Tensors{ClippedRelu(in[0], RoundToFloat(relu.getMaxValue()),
                                   RoundToFloat(relu.getNegativeSlope()))};
      })
      .Case([&](nn::ClippedReluGradOp relu) {
        return Tensors{ClippedReluGrad(in, RoundToFloat(relu.getMaxValue()),
                                       RoundToFloat(relu.getNegativeSlope()))};
      })
      .Case([&](nn::EluOp elu) {
        return Tensors{Elu(in[0], RoundToFloat(elu.getAlpha()))};
      })
      .Case([&](nn::EluGradOp elu) {
        return Tensors{EluGrad(in, RoundToFloat(elu.getAlpha()))};
      })
      .Case([&](nn::SoftmaxOp) { return Tensors{Softmax(in[0])}; })
      .Case([&](nn::SoftmaxGradOp) { return Tensors{SoftmaxGrad(in)}; })
      .Case([&](nn::LogSoftmaxOp) { return Tensors{LogSoftmax(in[0])}; })
      .Case([&](nn::LogSoftmaxGradOp) { return Tensors{LogSoftmaxGrad(in)}; })
      .Default([](mlir::Operation*) { return Tensors(); });
}

}  // namespace sinter::oracle
