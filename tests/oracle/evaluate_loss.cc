// nn_loss_ops.td in double precision.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "compiler/ir/nn_dialect.h"
#include "llvm/ADT/TypeSwitch.h"
#include "tests/oracle/evaluate.h"

namespace sinter::oracle {
namespace {

// 1 at the label of row i, 0 elsewhere.
double Target(const Tensor& labels, int64_t i, int64_t j) {
  return labels.data[i] == j ? 1 : 0;
}

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

Tensor SparseCrossEntropy(const Tensor& z, const Tensor& labels) {
  Tensor losses = Tensor::Zeros({z.rows()});
  for (int64_t i = 0; i < z.rows(); ++i)
    losses.data[i] =
        -LogSumExp(z, i).LogSoftmax(z(i, static_cast<int64_t>(labels.data[i])));
  return losses;
}

Tensor SparseCrossEntropyGrad(const Tensor& dy, const Tensor& z,
                              const Tensor& labels) {
  Tensor gradient = Tensor::Zeros(z.shape);
  for (int64_t i = 0; i < z.rows(); ++i) {
    const LogSumExp normaliser(z, i);
    for (int64_t j = 0; j < z.cols(); ++j) {
      const double softmax = std::exp(normaliser.LogSoftmax(z(i, j)));
      gradient(i, j) = dy.data[i] * (softmax - Target(labels, i, j));
    }
  }
  return gradient;
}

Tensor MeanSquaredError(const Tensor& o, const Tensor& labels) {
  Tensor losses = Tensor::Zeros({o.rows()});
  for (int64_t i = 0; i < o.rows(); ++i)
    for (int64_t j = 0; j < o.cols(); ++j)
      losses.data[i] += std::pow(o(i, j) - Target(labels, i, j), 2) / o.cols();
  return losses;
}

Tensor MeanSquaredErrorGrad(const Tensor& dy, const Tensor& o,
                            const Tensor& labels) {
  Tensor gradient = Tensor::Zeros(o.shape);
  for (int64_t i = 0; i < o.rows(); ++i)
    for (int64_t j = 0; j < o.cols(); ++j)
      gradient(i, j) =
          dy.data[i] * 2 * (o(i, j) - Target(labels, i, j)) / o.cols();
  return gradient;
}

Tensor Accuracy(const Tensor& o, const Tensor& labels) {
  Tensor correct = Tensor::Zeros({o.rows()});
  for (int64_t i = 0; i < o.rows(); ++i) {
    int64_t best = 0;
    bool has_nan = false;
    for (int64_t j = 0; j < o.cols(); ++j) {
      if (o(i, j) > o(i, best)) best = j;
      has_nan |= std::isnan(o(i, j));
    }
    correct.data[i] = best == labels.data[i] && !has_nan ? 1 : 0;
  }
  return correct;
}

Tensor TopKAccuracy(const Tensor& o, const Tensor& labels, int64_t k) {
  Tensor correct = Tensor::Zeros({o.rows()});
  for (int64_t i = 0; i < o.rows(); ++i) {
    const double score = o(i, static_cast<int64_t>(labels.data[i]));
    int64_t larger = 0;
    bool is_finite = true;
    for (int64_t j = 0; j < o.cols(); ++j) {
      larger += o(i, j) > score;
      is_finite &= std::isfinite(o(i, j));
    }
    correct.data[i] = larger < k && is_finite ? 1 : 0;
  }
  return correct;
}

Tensor SampleSum(const Tensor& x, const Tensor& samples) {
  const auto count = static_cast<int64_t>(samples.scalar());
  return Tensor::Scalar(
      std::accumulate(x.data.begin(), x.data.begin() + count, 0.0));
}

Tensor SampleMean(const Tensor& x, const Tensor& samples) {
  return Tensor::Scalar(SampleSum(x, samples).scalar() / samples.scalar());
}

Tensor SampleMeanGrad(const Tensor& dy, const Tensor& samples, int64_t batch) {
  Tensor dx = Tensor::Zeros({batch});
  for (int64_t i = 0; i < batch && i < samples.scalar(); ++i)
    dx.data[i] = dy.scalar() / samples.scalar();
  return dx;
}

}  // namespace

Tensors EvaluateLoss(mlir::Operation* op, Operands in) {
  return llvm::TypeSwitch<mlir::Operation*, Tensors>(op)
      .Case([&](nn::SparseCrossEntropyOp) {
        return Tensors{SparseCrossEntropy(in[0], in[1])};
      })
      .Case([&](nn::SparseCrossEntropyGradOp) {
        return Tensors{SparseCrossEntropyGrad(in[0], in[1], in[2])};
      })
      .Case([&](nn::MeanSquaredErrorOp) {
        return Tensors{MeanSquaredError(in[0], in[1])};
      })
      .Case([&](nn::MeanSquaredErrorGradOp) {
        return Tensors{MeanSquaredErrorGrad(in[0], in[1], in[2])};
      })
      .Case([&](nn::AccuracyOp) { return Tensors{Accuracy(in[0], in[1])}; })
      .Case([&](nn::TopKAccuracyOp top) {
        return Tensors{TopKAccuracy(in[0], in[1], top.getK())};
      })
      .Case([&](nn::SampleMeanOp) { return Tensors{SampleMean(in[0], in[1])}; })
      .Case([&](nn::SampleSumOp) { return Tensors{SampleSum(in[0], in[1])}; })
      .Case([&](nn::SampleMeanGradOp) {
        return Tensors{SampleMeanGrad(in[0], in[1], ResultShape(op)[0])};
      })
      .Case([&](nn::ConstantOp constant) {
        return Tensors{Tensor::Scalar(RoundToFloat(constant.getValue()))};
      })
      .Default([](mlir::Operation*) { return Tensors(); });
}

}  // namespace sinter::oracle
