// nn_gradient_ops.td in double precision.
#include <algorithm>
#include <cmath>
#include <limits>

#include "compiler/ir/nn_dialect.h"
#include "llvm/ADT/TypeSwitch.h"
#include "tests/oracle/evaluate.h"

namespace sinter::oracle {
namespace {

Tensor Penalty(nn::PenaltyOp op, const Tensor& w) {
  const double l1 = RoundToFloat(op.getL1()), l2 = RoundToFloat(op.getL2());
  double total = 0;
  for (const double x : w.data) total += l1 * std::abs(x) + l2 * x * x;
  return Tensor::Scalar(total);
}

Tensor PenaltyGrad(nn::PenaltyGradOp op, double dy, const Tensor& w) {
  const double l1 = RoundToFloat(op.getL1());
  const double slope = RoundToFloat(2 * op.getL2());
  return Map(w, [&](double x) {
    const double sign = x == 0 || std::isnan(x) ? x : std::copysign(1, x);
    return dy * (l1 * sign + slope * x);
  });
}

Tensor SumOfSquares(const Tensor& x) {
  double total = 0;
  for (const double value : x.data) total += value * value;
  return Tensor::Scalar(total);
}

Tensor LimitNorm(nn::LimitNormOp op, double squares) {
  const double norm = std::sqrt(squares);
  const double limit = RoundToFloat(op.getLimit());
  if (std::isnan(norm) || (op.getFinite() && std::isinf(norm)))
    return Tensor::Scalar(std::numeric_limits<double>::quiet_NaN());
  return Tensor::Scalar(norm > limit ? limit / norm : 1);
}

Tensor Clip(nn::ClipOp op, const Tensor& x) {
  const double limit = RoundToFloat(op.getLimit());
  return Map(x, [&](double value) {
    return std::isnan(value) ? value : std::clamp(value, -limit, limit);
  });
}

}  // namespace

Tensors EvaluateGradient(mlir::Operation* op, Operands in) {
  return llvm::TypeSwitch<mlir::Operation*, Tensors>(op)
      .Case([&](nn::PenaltyOp penalty) {
        return Tensors{Penalty(penalty, in[0])};
      })
      .Case([&](nn::PenaltyGradOp gradient) {
        return Tensors{PenaltyGrad(gradient, in[0].scalar(), in[1])};
      })
      .Case([&](nn::SumOfSquaresOp) { return Tensors{SumOfSquares(in[0])}; })
      .Case([&](nn::LimitNormOp limit) {
        return Tensors{LimitNorm(limit, in[0].scalar())};
      })
      .Case([&](nn::TimesOp) {
        const double factor = in[1].scalar();
        return Tensors{Map(in[0], [&](double x) { return x * factor; })};
      })
      .Case([&](nn::ClipOp clip) { return Tensors{Clip(clip, in[0])}; })
      .Default([](mlir::Operation*) { return Tensors(); });
}

}  // namespace sinter::oracle
