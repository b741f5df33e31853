// nn_update_ops.td in double precision.
//
// Random initial values are of the right distribution and rounded to float32,
// but not those that the runtime draws; they are a function of the shape.
#include <algorithm>
#include <cmath>
#include <random>

#include "compiler/ir/nn_dialect.h"
#include "llvm/ADT/TypeSwitch.h"
#include "tests/oracle/evaluate.h"

namespace sinter::oracle {
namespace {

// Standard deviation of a standard normal cut off beyond two.
constexpr double kTruncatedDeviation = 0.87962566103423978;

double DrawUniform(std::mt19937_64& random, double variance) {
  const double limit = std::sqrt(3 * variance);
  return std::uniform_real_distribution(-limit, limit)(random);
}

double DrawNormal(std::mt19937_64& random, double variance) {
  std::normal_distribution<double> normal;
  double x = normal(random);
  while (std::abs(x) > 2) x = normal(random);
  return x * std::sqrt(variance) / kTruncatedDeviation;
}

double Draw(nn::InitializeOp op, std::mt19937_64& random) {
  const double fan_in = op.getFanIn();
  const double fan_out = op.getFanOut();
  switch (op.getKind()) {
    case nn::InitializerKind::kZeros:
    case nn::InitializerKind::kInputMean:
      return 0;
    case nn::InitializerKind::kOnes:
    case nn::InitializerKind::kInputVariance:
      return 1;
    case nn::InitializerKind::kGlorotUniform:
      return DrawUniform(random, 2 / (fan_in + fan_out));
    case nn::InitializerKind::kGlorotNormal:
      return DrawNormal(random, 2 / (fan_in + fan_out));
    case nn::InitializerKind::kHeUniform:
      return DrawUniform(random, 2 / fan_in);
    case nn::InitializerKind::kHeNormal:
      return DrawNormal(random, 2 / fan_in);
  }
  llvm_unreachable("unknown initializer");
}

Tensors Initialize(nn::InitializeOp op) {
  Tensor y = Tensor::Zeros(op.getY().getType().getShape().vec());
  std::mt19937_64 random(op.getFanIn() * 1000003 + op.getFanOut());
  for (double& value : y.data) value = RoundToFloat(Draw(op, random));
  return {y};
}

// Operands: weight, gradient, learning rate[, iteration], slots. Results: the
// weight, then the slots. Each rule is for one element.

Tensors MovingAverage(nn::MovingAverageOp op, Operands in) {
  const double momentum = RoundToFloat(op.getMomentum());
  const double share = RoundToFloat(1 - op.getMomentum());
  return {Map(in[0], in[1],
              [&](double w, double g) { return momentum * w + share * g; })};
}

Tensors Accumulate(nn::AccumulateOp op, Operands in) {
  const auto iteration = static_cast<int64_t>(in[2].scalar());
  if (iteration % op.getSteps() == 0) return {in[1]};
  return {Map(in[0], in[1], [](double sum, double g) { return sum + g; })};
}

// Infinite weights that do not decay stay what they are.
double Decayed(double w, double share) {
  return share == 0 ? w : w - w * share;
}

Tensors Sgd(nn::SgdOp op, Operands in) {
  Tensors out = {in[0]};
  out.insert(out.end(), in.begin() + 3, in.end());
  const double rate = in[2].scalar();
  const double mu = op.getMomentum();
  for (size_t i = 0; i < out[0].data.size(); ++i) {
    const double g = in[1].data[i];
    double& w = out[0].data[i];
    w = Decayed(w, op.getWeightDecay() * rate);
    if (mu == 0) {
      w -= rate * g;
      continue;
    }
    double& m = out[1].data[i];
    m = mu * m - rate * g;
    w += op.getNesterov() ? mu * m - rate * g : m;
  }
  return out;
}

Tensors Rmsprop(nn::RmspropOp op, Operands in) {
  Tensors out = {in[0]};
  out.insert(out.end(), in.begin() + 3, in.end());
  const double rate = in[2].scalar();
  const double rho = op.getRho();
  for (size_t i = 0; i < out[0].data.size(); ++i) {
    const double g = in[1].data[i];
    double& v = out[1].data[i];
    v = rho * v + (1 - rho) * g * g;
    double d = v + op.getEpsilon();
    if (op.getCentered()) {
      double& a = out[2].data[i];
      a = rho * a + (1 - rho) * g;
      d -= a * a;
    }
    double step = rate * g / std::sqrt(d);
    if (op.getMomentum() != 0) {
      double& m = out.back().data[i];
      m = op.getMomentum() * m + step;
      step = m;
    }
    double& w = out[0].data[i];
    w = Decayed(w, op.getWeightDecay() * rate) - step;
  }
  return out;
}

// NaN if one of them is NaN.
double Maximum(double a, double b) { return std::isnan(a) || a >= b ? a : b; }

Tensors Adam(nn::AdamOp op, Operands in) {
  Tensors out = {in[0]};
  out.insert(out.end(), in.begin() + 4, in.end());
  const double rate = in[2].scalar();
  const double t = std::floor(in[3].scalar() / op.getAccumulationSteps()) + 1;
  const double beta_1 = op.getBeta_1();
  const double beta_2 = op.getBeta_2();
  const double alpha =
      rate * std::sqrt(1 - std::pow(beta_2, t)) / (1 - std::pow(beta_1, t));
  for (size_t i = 0; i < out[0].data.size(); ++i) {
    const double g = in[1].data[i];
    double& w = out[0].data[i];
    double& m = out[1].data[i];
    double& v = out[2].data[i];
    w = Decayed(w, op.getWeightDecay() * rate);
    m += (g - m) * (1 - beta_1);
    v += (g * g - v) * (1 - beta_2);
    double h = v;
    if (op.getAmsgrad()) h = out[3].data[i] = Maximum(out[3].data[i], v);
    w -= m * alpha / (std::sqrt(h) + op.getEpsilon());
  }
  return out;
}

Tensors Adamax(nn::AdamaxOp op, Operands in) {
  Tensors out = {in[0]};
  out.insert(out.end(), in.begin() + 4, in.end());
  const double rate = in[2].scalar();
  const double t = std::floor(in[3].scalar() / op.getAccumulationSteps()) + 1;
  const double alpha = rate / (1 - std::pow(op.getBeta_1(), t));
  for (size_t i = 0; i < out[0].data.size(); ++i) {
    const double g = in[1].data[i];
    double& w = out[0].data[i];
    double& m = out[1].data[i];
    double& u = out[2].data[i];
    m += (g - m) * (1 - op.getBeta_1());
    u = Maximum(op.getBeta_2() * u, std::abs(g));
    w = Decayed(w, op.getWeightDecay() * rate) -
        m * alpha / (u + op.getEpsilon());
  }
  return out;
}

Tensors Adadelta(nn::AdadeltaOp op, Operands in) {
  Tensors out = {in[0]};
  out.insert(out.end(), in.begin() + 3, in.end());
  const double rate = in[2].scalar();
  const double rho = op.getRho();
  const double epsilon = op.getEpsilon();
  for (size_t i = 0; i < out[0].data.size(); ++i) {
    const double g = in[1].data[i];
    double& w = out[0].data[i];
    double& a = out[1].data[i];
    double& d = out[2].data[i];
    a = rho * a + (1 - rho) * g * g;
    const double step = std::sqrt(d + epsilon) * g / std::sqrt(a + epsilon);
    d = rho * d + (1 - rho) * step * step;
    w = Decayed(w, op.getWeightDecay() * rate) - rate * step;
  }
  return out;
}

}  // namespace

Tensors EvaluateUpdate(mlir::Operation* op, Operands in) {
  return llvm::TypeSwitch<mlir::Operation*, Tensors>(op)
      .Case([&](nn::InitializeOp initialize) { return Initialize(initialize); })
      .Case([&](nn::AccumulateOp sum) { return Accumulate(sum, in); })
      .Case([&](nn::MovingAverageOp average) {
        return MovingAverage(average, in);
      })
      .Case([&](nn::SgdOp sgd) { return Sgd(sgd, in); })
      .Case([&](nn::RmspropOp rmsprop) { return Rmsprop(rmsprop, in); })
      .Case([&](nn::AdamOp adam) { return Adam(adam, in); })
      .Case([&](nn::AdamaxOp adamax) { return Adamax(adamax, in); })
      .Case([&](nn::AdadeltaOp adadelta) { return Adadelta(adadelta, in); })
      .Default([](mlir::Operation*) { return Tensors(); });
}

}  // namespace sinter::oracle
