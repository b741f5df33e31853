// nn_normalization_ops.td in double precision.
#include <cmath>

#include "compiler/ir/nn_dialect.h"
#include "llvm/ADT/TypeSwitch.h"
#include "tests/oracle/evaluate.h"

namespace sinter::oracle {
namespace {

// 1 / sqrt(v + epsilon) of a row whose elements less their mean are `centered`.
double InverseDeviation(const Tensor& centered, int64_t row, double epsilon) {
  double squares = 0;
  for (int64_t j = 0; j < centered.cols(); ++j)
    squares += centered(row, j) * centered(row, j);
  return 1 / std::sqrt(squares / centered.cols() + epsilon);
}

Tensor Centered(const Tensor& x) {
  Tensor y = x;
  for (int64_t i = 0; i < x.rows(); ++i) {
    double sum = 0;
    for (int64_t j = 0; j < x.cols(); ++j) sum += x(i, j);
    for (int64_t j = 0; j < x.cols(); ++j) y(i, j) -= sum / x.cols();
  }
  return y;
}

Tensor Normalize(const Tensor& x, double epsilon) {
  const Tensor centered = Centered(x);
  Tensor y = centered;
  for (int64_t i = 0; i < x.rows(); ++i) {
    const double r = InverseDeviation(centered, i, epsilon);
    for (int64_t j = 0; j < x.cols(); ++j) y(i, j) *= r;
  }
  return y;
}

Tensor NormalizeGrad(const Tensor& dy, const Tensor& x, double epsilon) {
  const Tensor centered = Centered(x);
  const Tensor h = Normalize(x, epsilon);
  const double n = x.cols();
  Tensor dx = dy;
  for (int64_t i = 0; i < x.rows(); ++i) {
    const double r = InverseDeviation(centered, i, epsilon);
    double sum = 0;
    double product = 0;
    for (int64_t j = 0; j < x.cols(); ++j) {
      sum += dy(i, j);
      product += dy(i, j) * h(i, j);
    }
    for (int64_t j = 0; j < x.cols(); ++j)
      dx(i, j) = r * (dy(i, j) - sum / n - h(i, j) * product / n);
  }
  return dx;
}

Tensor Scale(Operands in) {
  Tensor y = in[0];
  for (int64_t i = 0; i < y.rows(); ++i)
    for (int64_t j = 0; j < y.cols(); ++j) y(i, j) *= in[1](0, j);
  return y;
}

}  // namespace

Tensors EvaluateNormalization(mlir::Operation* op, Operands in) {
  return llvm::TypeSwitch<mlir::Operation*, Tensors>(op)
      .Case([&](nn::NormalizeOp normalize) {
        return Tensors{Normalize(in[0], RoundToFloat(normalize.getEpsilon()))};
      })
      .Case([&](nn::NormalizeGradOp grad) {
        return Tensors{
            NormalizeGrad(in[0], in[1], RoundToFloat(grad.getEpsilon()))};
      })
      .Case([&](nn::ScaleOp) { return Tensors{Scale(in)}; })
      .Default([](mlir::Operation*) { return Tensors(); });
}

}  // namespace sinter::oracle
