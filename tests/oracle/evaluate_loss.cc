// nn_loss_ops.td in double precision.
#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>

#include "compiler/ir/nn_dialect.h"
#include "llvm/ADT/TypeSwitch.h"
#include "tests/oracle/evaluate.h"

namespace sinter::oracle {
namespace {

// Of labels, 1 at the label of row i and 0 elsewhere; else the value itself.
double Target(const Tensor& targets, int64_t i, int64_t j) {
  if (targets.rank() == 2) return targets(i, j);
  return targets.data[i] == j ? 1 : 0;
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

Tensor CrossEntropy(const Tensor& z, const Tensor& targets) {
  Tensor losses = Tensor::Zeros({z.rows()});
  for (int64_t i = 0; i < z.rows(); ++i) {
    const LogSumExp normaliser(z, i);
    for (int64_t j = 0; j < z.cols(); ++j)
      losses.data[i] -= targets(i, j) * normaliser.LogSoftmax(z(i, j));
  }
  return losses;
}

Tensor CrossEntropyGrad(const Tensor& dy, const Tensor& z,
                        const Tensor& targets) {
  Tensor gradient = Tensor::Zeros(z.shape);
  for (int64_t i = 0; i < z.rows(); ++i) {
    const LogSumExp normaliser(z, i);
    double total = 0;
    for (int64_t j = 0; j < z.cols(); ++j) total += targets(i, j);
    for (int64_t j = 0; j < z.cols(); ++j) {
      const double softmax = std::exp(normaliser.LogSoftmax(z(i, j)));
      gradient(i, j) = dy.data[i] * (softmax * total - targets(i, j));
    }
  }
  return gradient;
}

// Keras' formulas, as Keras writes them where it can.
struct Formula {
  double (*loss)(double o, double t);
  double (*slope)(double o, double t);  // of `loss` by o
  bool is_sum = false;
};

constexpr double kEpsilon = 1e-7;

double Sign(double x) { return std::isnan(x) ? x : (x > 0) - (x < 0); }
double Logistic(double x) { return 1 / (1 + std::exp(-x)); }
double LogPlusOne(double x) { return std::log(std::max(x, kEpsilon) + 1); }
double Clip(double x) { return std::min(std::max(x, kEpsilon), 1.0); }
double Side(double t) { return t == 0 ? -1 : t; }
// NaN stays NaN.
double Hinge(double o, double t) {
  const double margin = 1 - Side(t) * o;
  return margin < 0 ? 0 : margin;
}

const std::map<llvm::StringRef, Formula>& Formulas() {
  static const std::map<llvm::StringRef, Formula> formulas = {
      {"mean_squared_error",
       {[](double o, double t) { return (o - t) * (o - t); },
        [](double o, double t) { return 2 * (o - t); }}},
      {"mean_absolute_error",
       {[](double o, double t) { return std::abs(o - t); },
        [](double o, double t) { return Sign(o - t); }}},
      {"mean_absolute_percentage_error",
       {[](double o, double t) {
          return 100 * std::abs((t - o) / std::max(std::abs(t), kEpsilon));
        },
        [](double o, double t) {
          return 100 * Sign(o - t) / std::max(std::abs(t), kEpsilon);
        }}},
      {"mean_squared_logarithmic_error",
       {[](double o, double t) {
          return std::pow(LogPlusOne(o) - LogPlusOne(t), 2);
        },
        [](double o, double t) {
          return o > kEpsilon ? 2 * (LogPlusOne(o) - LogPlusOne(t)) / (o + 1)
                              : 0 * o;
        }}},
      {"log_cosh",
       {[](double o, double t) {
          const double e = std::abs(o - t);
          return e + std::log1p(std::exp(-2 * e)) - std::log(2.0);
        },
        [](double o, double t) { return std::tanh(o - t); }}},
      {"binary_cross_entropy",
       {[](double o, double t) {
          return (o < 0 ? 0 : o) - o * t + std::log1p(std::exp(-std::abs(o)));
        },
        [](double o, double t) { return Logistic(o) - t; }}},
      {"poisson",
       {[](double o, double t) { return o - t * std::log(o + kEpsilon); },
        [](double o, double t) { return 1 - t / (o + kEpsilon); }}},
      {"kl_divergence",
       {[](double o, double t) {
          return Clip(t) * std::log(Clip(t) / Clip(o));
        },
        [](double o, double t) {
          return o > kEpsilon && o < 1 ? -Clip(t) / o : 0 * o;
        },
        /*is_sum=*/true}},
      {"hinge",
       {Hinge,
        [](double o, double t) { return Hinge(o, t) > 0 ? -Side(t) : 0; }}},
      {"squared_hinge",
       {[](double o, double t) { return Hinge(o, t) * Hinge(o, t); },
        [](double o, double t) { return -2 * Side(t) * Hinge(o, t); }}},
  };
  return formulas;
}

// Of an op with the trait PointwiseLoss.
class Pointwise {
 public:
  explicit Pointwise(mlir::Operation* op) {
    llvm::StringRef name = op->getName().stripDialect();
    name.consume_back("_grad");
    if (const auto delta = op->getAttrOfType<mlir::FloatAttr>("delta"))
      delta_ = delta.getValueAsDouble();
    else
      formula_ = Formulas().at(name);
  }

  Tensor Losses(const Tensor& o, const Tensor& targets) const {
    Tensor losses = Tensor::Zeros({o.rows()});
    for (int64_t i = 0; i < o.rows(); ++i)
      for (int64_t j = 0; j < o.cols(); ++j)
        losses.data[i] += Loss(o(i, j), Target(targets, i, j)) / Divisor(o);
    return losses;
  }

  Tensor Gradient(const Tensor& dy, const Tensor& o,
                  const Tensor& targets) const {
    Tensor gradient = Tensor::Zeros(o.shape);
    for (int64_t i = 0; i < o.rows(); ++i)
      for (int64_t j = 0; j < o.cols(); ++j)
        gradient(i, j) =
            dy.data[i] * Slope(o(i, j), Target(targets, i, j)) / Divisor(o);
    return gradient;
  }

 private:
  double Divisor(const Tensor& o) const {
    return formula_.is_sum ? 1.0 : static_cast<double>(o.cols());
  }
  // Huber's, where there is a delta.
  double Loss(double o, double t) const {
    if (!delta_) return formula_.loss(o, t);
    const double e = std::abs(o - t);
    return e > *delta_ ? *delta_ * (e - *delta_ / 2) : e * e / 2;
  }
  double Slope(double o, double t) const {
    if (!delta_) return formula_.slope(o, t);
    const double e = o - t;
    return std::abs(e) > *delta_ ? *delta_ * Sign(e) : e;
  }

  Formula formula_ = {};
  std::optional<double> delta_;
};

// -1 in a row with NaN.
int64_t FirstMaximum(const Tensor& o, int64_t i) {
  int64_t best = 0;
  for (int64_t j = 0; j < o.cols(); ++j) {
    if (std::isnan(o(i, j))) return -1;
    if (o(i, j) > o(i, best)) best = j;
  }
  return best;
}

Tensor Accuracy(const Tensor& o, const Tensor& targets) {
  Tensor correct = Tensor::Zeros({o.rows()});
  for (int64_t i = 0; i < o.rows(); ++i) {
    const double label = targets.rank() == 2
                             ? static_cast<double>(FirstMaximum(targets, i))
                             : targets.data[i];
    const auto best = static_cast<double>(FirstMaximum(o, i));
    correct.data[i] = best == label ? 1 : 0;
  }
  return correct;
}

Tensor BinaryAccuracy(const Tensor& o, const Tensor& targets) {
  Tensor correct = Tensor::Zeros({o.rows()});
  for (int64_t i = 0; i < o.rows(); ++i)
    for (int64_t j = 0; j < o.cols(); ++j)
      correct.data[i] +=
          (targets(i, j) == (o(i, j) > 0.5 ? 1 : 0) ? 1.0 : 0.0) / o.cols();
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

Tensor SampleMean(const Tensor& x, const Tensor& samples, double weight) {
  return Tensor::Scalar(weight * SampleSum(x, samples).scalar() /
                        samples.scalar());
}

Tensor SampleMeanGrad(const Tensor& dy, const Tensor& samples, int64_t batch,
                      double weight) {
  Tensor dx = Tensor::Zeros({batch});
  for (int64_t i = 0; i < batch && i < samples.scalar(); ++i)
    dx.data[i] = weight * dy.scalar() / samples.scalar();
  return dx;
}

}  // namespace

Tensors EvaluateLoss(mlir::Operation* op, Operands in) {
  if (op->hasTrait<nn::PointwiseLoss>()) {
    const Pointwise pointwise(op);
    return {op->hasTrait<nn::LossGradient>()
                ? pointwise.Gradient(in[0], in[1], in[2])
                : pointwise.Losses(in[0], in[1])};
  }
  return llvm::TypeSwitch<mlir::Operation*, Tensors>(op)
      .Case([&](nn::SparseCrossEntropyOp) {
        return Tensors{SparseCrossEntropy(in[0], in[1])};
      })
      .Case([&](nn::SparseCrossEntropyGradOp) {
        return Tensors{SparseCrossEntropyGrad(in[0], in[1], in[2])};
      })
      .Case([&](nn::CrossEntropyOp) {
        return Tensors{CrossEntropy(in[0], in[1])};
      })
      .Case([&](nn::CrossEntropyGradOp) {
        return Tensors{CrossEntropyGrad(in[0], in[1], in[2])};
      })
      .Case([&](nn::BinaryAccuracyOp) {
        return Tensors{BinaryAccuracy(in[0], in[1])};
      })
      .Case([&](nn::AccuracyOp) { return Tensors{Accuracy(in[0], in[1])}; })
      .Case([&](nn::TopKAccuracyOp top) {
        return Tensors{TopKAccuracy(in[0], in[1], top.getK())};
      })
      .Case([&](nn::SampleMeanOp mean) {
        return Tensors{
            SampleMean(in[0], in[1], mean.getWeight().value_or(1.0))};
      })
      .Case([&](nn::SampleSumOp) { return Tensors{SampleSum(in[0], in[1])}; })
      .Case([&](nn::SampleMeanGradOp mean) {
        return Tensors{SampleMeanGrad(in[0], in[1], ResultShape(op)[0],
                                      mean.getWeight().value_or(1.0))};
      })
      .Case([&](nn::ConstantOp constant) {
        return Tensors{Tensor::Scalar(RoundToFloat(constant.getValue()))};
      })
      .Default([](mlir::Operation*) { return Tensors(); });
}

}  // namespace sinter::oracle
