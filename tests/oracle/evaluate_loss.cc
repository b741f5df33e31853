// nn_loss_ops.td in double precision.
#include <algorithm>
#include <cmath>

#include "compiler/ir/nn_dialect.h"
#include "llvm/ADT/TypeSwitch.h"
#include "tests/oracle/evaluate.h"

namespace sinter::oracle {
namespace {

// The operands of a loss.
struct Batch {
  explicit Batch(Operands in)
      : scores(in[0]), labels(in[1]), samples(in[2].scalar()) {}

  // 1 at the label of row i, 0 elsewhere.
  double Target(int64_t i, int64_t j) const {
    return labels.data[i] == j ? 1 : 0;
  }

  const Tensor& scores;
  const Tensor& labels;
  int64_t samples;
};

// log softmax(z_ij) is z_ij - maximum - log_sum. The two stay apart: beside a
// large maximum their sum would lose log_sum.
struct LogSumExp {
  LogSumExp(const Tensor& z, int64_t i) : maximum(z(i, 0)) {
    for (int64_t j = 0; j < z.cols(); ++j) maximum = std::max(maximum, z(i, j));
    double sum = 0;
    for (int64_t j = 0; j < z.cols(); ++j) sum += std::exp(z(i, j) - maximum);
    log_sum = std::log(sum);
  }

  double LogSoftmax(double z_ij) const { return z_ij - maximum - log_sum; }

  double maximum;
  double log_sum;
};

Tensor SparseCrossEntropy(const Batch& batch) {
  const Tensor& z = batch.scores;
  double total = 0;
  for (int64_t i = 0; i < batch.samples; ++i)
    total -= LogSumExp(z, i).LogSoftmax(
        z(i, static_cast<int64_t>(batch.labels.data[i])));
  return Tensor::Scalar(total / batch.samples);
}

Tensor SparseCrossEntropyGrad(const Batch& batch) {
  const Tensor& z = batch.scores;
  Tensor gradient = Tensor::Zeros(z.shape);
  for (int64_t i = 0; i < batch.samples; ++i) {
    const LogSumExp normaliser(z, i);
    for (int64_t j = 0; j < z.cols(); ++j) {
      const double softmax = std::exp(normaliser.LogSoftmax(z(i, j)));
      gradient(i, j) = (softmax - batch.Target(i, j)) / batch.samples;
    }
  }
  return gradient;
}

Tensor MeanSquaredError(const Batch& batch) {
  const Tensor& o = batch.scores;
  double total = 0;
  for (int64_t i = 0; i < batch.samples; ++i)
    for (int64_t j = 0; j < o.cols(); ++j)
      total += std::pow(o(i, j) - batch.Target(i, j), 2);
  return Tensor::Scalar(total / (batch.samples * o.cols()));
}

Tensor MeanSquaredErrorGrad(const Batch& batch) {
  const Tensor& o = batch.scores;
  Tensor gradient = Tensor::Zeros(o.shape);
  for (int64_t i = 0; i < batch.samples; ++i)
    for (int64_t j = 0; j < o.cols(); ++j)
      gradient(i, j) =
          2 * (o(i, j) - batch.Target(i, j)) / (o.cols() * batch.samples);
  return gradient;
}

Tensor Accuracy(const Batch& batch) {
  const Tensor& o = batch.scores;
  int64_t correct = 0;
  for (int64_t i = 0; i < batch.samples; ++i) {
    int64_t best = 0;
    bool has_nan = false;
    for (int64_t j = 0; j < o.cols(); ++j) {
      if (o(i, j) > o(i, best)) best = j;
      has_nan |= std::isnan(o(i, j));
    }
    if (best == batch.labels.data[i] && !has_nan) ++correct;
  }
  return Tensor::Scalar(static_cast<double>(correct));
}

}  // namespace

Tensors EvaluateLoss(mlir::Operation* op, Operands in) {
  const auto with = [&](Tensor (*f)(const Batch&)) {
    return Tensors{f(Batch(in))};
  };
  return llvm::TypeSwitch<mlir::Operation*, Tensors>(op)
      .Case([&](nn::SparseCrossEntropyOp) { return with(SparseCrossEntropy); })
      .Case([&](nn::SparseCrossEntropyGradOp) {
        return with(SparseCrossEntropyGrad);
      })
      .Case([&](nn::MeanSquaredErrorOp) { return with(MeanSquaredError); })
      .Case([&](nn::MeanSquaredErrorGradOp) {
        return with(MeanSquaredErrorGrad);
      })
      .Case([&](nn::AccuracyOp) { return with(Accuracy); })
      .Default([](mlir::Operation*) { return Tensors(); });
}

}  // namespace sinter::oracle
