// nn_normalization_ops.td in double precision.
#include <cmath>
#include <functional>

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

// Pixels of the samples that count.
int64_t RowsOf(const Tensor& batch, const Tensor& samples) {
  return batch.rows() / batch.shape[0] * static_cast<int64_t>(samples.scalar());
}

double Mean(int64_t rows, const std::function<double(int64_t)>& of_row) {
  double sum = 0;
  for (int64_t i = 0; i < rows; ++i) sum += of_row(i);
  return sum / rows;
}

Tensor Standardize(const Tensor& x, const Tensor& mean, const Tensor& variance,
                   double epsilon) {
  Tensor y = x;
  for (int64_t i = 0; i < x.rows(); ++i)
    for (int64_t j = 0; j < x.cols(); ++j)
      y(i, j) =
          (x(i, j) - mean.data[j]) / std::sqrt(variance.data[j] + epsilon);
  return y;
}

Tensors BatchNormalize(const Tensor& x, const Tensor& samples, double epsilon) {
  const int64_t rows = RowsOf(x, samples);
  Tensor mean = Tensor::Zeros({x.cols()});
  Tensor variance = Tensor::Zeros({x.cols()});
  for (int64_t j = 0; j < x.cols(); ++j) {
    const double m = Mean(rows, [&](int64_t i) { return x(i, j); });
    mean.data[j] = m;
    variance.data[j] =
        Mean(rows, [&](int64_t i) { return (x(i, j) - m) * (x(i, j) - m); });
  }
  return {Standardize(x, mean, variance, epsilon), mean, variance};
}

Tensor BatchNormalizeGrad(Operands in, double epsilon) {
  const Tensor& dy = in[0];
  const Tensor& y = in[1];
  const int64_t rows = RowsOf(y, in[3]);
  Tensor dx = Tensor::Zeros(y.shape);
  for (int64_t j = 0; j < y.cols(); ++j) {
    const double mean = Mean(rows, [&](int64_t i) { return dy(i, j); });
    const double slope =
        Mean(rows, [&](int64_t i) { return dy(i, j) * y(i, j); });
    const double r = 1 / std::sqrt(in[2].data[j] + epsilon);
    for (int64_t i = 0; i < rows; ++i)
      dx(i, j) = r * (dy(i, j) - mean - y(i, j) * slope);
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
      .Case([&](nn::BatchNormalizeOp batch) {
        return BatchNormalize(in[0], in[1], RoundToFloat(batch.getEpsilon()));
      })
      .Case([&](nn::BatchNormalizeGradOp grad) {
        return Tensors{BatchNormalizeGrad(in, RoundToFloat(grad.getEpsilon()))};
      })
      .Case([&](nn::StandardizeOp op) {
        return Tensors{
            Standardize(in[0], in[1], in[2], RoundToFloat(op.getEpsilon()))};
      })
      .Case([&](nn::ScaleOp) { return Tensors{Scale(in)}; })
      .Default([](mlir::Operation*) { return Tensors(); });
}

}  // namespace sinter::oracle
