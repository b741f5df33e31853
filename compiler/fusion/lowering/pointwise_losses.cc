#include "compiler/fusion/lowering/pointwise_losses.h"

#include <cmath>

#include "compiler/ir/nn_dialect.h"
#include "llvm/ADT/StringSwitch.h"

namespace sinter {
namespace {

constexpr double kEpsilon = 1e-7;  // Keras'

Term Clip(Term x, double low, double high) { return Min(Max(x, low), high); }

Term SquaredError(Term o, Term t) {
  const Term error = o - t;
  return error * error;
}
Term Error(Term o, Term t) { return o - t; }

Term AbsoluteError(Term o, Term t) { return Abs(o - t); }
Term SignOfError(Term o, Term t) { return Sign(o - t); }

Term PercentageError(Term o, Term t) {
  return 100.0 * (Abs(o - t) / Max(Abs(t), kEpsilon));
}
Term PercentageSlope(Term o, Term t) {
  return Sign(o - t) / Max(Abs(t), kEpsilon);
}

Term LogPlusOne(Term x) { return Log(Max(x, kEpsilon) + 1.0); }
Term LogarithmicError(Term o, Term t) {
  const Term error = LogPlusOne(o) - LogPlusOne(t);
  return error * error;
}
Term LogarithmicSlope(Term o, Term t) {
  const Term slope = (LogPlusOne(o) - LogPlusOne(t)) / (o + 1.0);
  return Select(Greater(o, kEpsilon), slope, o * 0.0);
}

Term HuberLoss(Term o, Term t, double delta) {
  const Term size = Abs(o - t);
  return Select(Greater(size, delta), delta * size - 0.5 * delta * delta,
                0.5 * (size * size));
}
Term HuberSlope(Term o, Term t, double delta) {
  return Clip(o - t, -delta, delta);
}

// log(cosh(e)) = |e| + log(1 + exp(-2 |e|)) - log(2), which overflows nowhere.
Term LogCosh(Term o, Term t) {
  const Term size = Abs(o - t);
  return size + Log1p(Exp(-2.0 * size)) - std::log(2.0);
}
Term LogCoshSlope(Term o, Term t) { return Tanh(o - t); }

// -t log(p) - (1 - t) log(1 - p) with p = sigmoid(o).
Term BinaryCrossEntropy(Term o, Term t) {
  return Max(o, 0.0) - o * t + Log1p(Exp(-Abs(o)));
}
Term BinarySlope(Term o, Term t) {
  const Term e = Exp(-Abs(o));
  return Select(Less(o, 0.0), e, e.Constant(1.0)) / (1.0 + e) - t;
}

Term Poisson(Term o, Term t) { return o - t * Log(o + kEpsilon); }
Term PoissonSlope(Term o, Term t) { return 1.0 - t / (o + kEpsilon); }

Term KlDivergence(Term o, Term t) {
  const Term p = Clip(t, kEpsilon, 1.0);
  return p * Log(p / Clip(o, kEpsilon, 1.0));
}
Term KlSlope(Term o, Term t) {
  const Term slope = -(Clip(t, kEpsilon, 1.0) / o);
  const Term zero = o * 0.0;
  return Select(Greater(o, kEpsilon), Select(Less(o, 1.0), slope, zero), zero);
}

// -1 or 1.
Term Side(Term t) {
  return Select(Equal(t, t.Constant(0.0)), t.Constant(-1.0), t);
}
Term Hinge(Term o, Term t) { return Max(1.0 - Side(t) * o, 0.0); }
Term HingeSlope(Term o, Term t) {
  const Term side = Side(t);
  const Term margin = 1.0 - side * o;
  return Select(Greater(margin, 0.0), -side, margin * 0.0);
}
Term SquaredHinge(Term o, Term t) {
  const Term hinge = Hinge(o, t);
  return hinge * hinge;
}
Term SquaredHingeSlope(Term o, Term t) { return Side(t) * Hinge(o, t); }

}  // namespace

PointwiseFormula FindPointwiseFormula(mlir::Operation* op) {
  llvm::StringRef name = op->getName().stripDialect();
  name.consume_back("_grad");
  if (const auto attribute = op->getAttrOfType<mlir::FloatAttr>("delta")) {
    const double delta = attribute.getValueAsDouble();
    return {[=](Term o, Term t) { return HuberLoss(o, t, delta); },
            [=](Term o, Term t) { return HuberSlope(o, t, delta); }};
  }
  return llvm::StringSwitch<PointwiseFormula>(name)
      .Case("mean_squared_error", {SquaredError, Error, 2.0})
      .Case("mean_absolute_error", {AbsoluteError, SignOfError})
      .Case("mean_absolute_percentage_error",
            {PercentageError, PercentageSlope, 100.0})
      .Case("mean_squared_logarithmic_error",
            {LogarithmicError, LogarithmicSlope, 2.0})
      .Case("log_cosh", {LogCosh, LogCoshSlope})
      .Case("binary_cross_entropy", {BinaryCrossEntropy, BinarySlope})
      .Case("poisson", {Poisson, PoissonSlope})
      .Case("kl_divergence", {KlDivergence, KlSlope, 1.0, /*is_sum=*/true})
      .Case("hinge", {Hinge, HingeSlope})
      .Case("squared_hinge", {SquaredHinge, SquaredHingeSlope, -2.0});
}

}  // namespace sinter
