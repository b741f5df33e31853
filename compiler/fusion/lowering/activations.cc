// Activations and their gradients: one kernel.map each. softmax works on rows
// and stands in rows.cc.
#include <cmath>
#include <numbers>

#include "compiler/fusion/lowering/lowering.h"
#include "compiler/ir/nn_dialect.h"
#include "llvm/ADT/TypeSwitch.h"

namespace sinter {
namespace {

Term Relu(Term x) { return Max(x, 0.0); }
Term ReluGradient(Term dy, Term y) {
  return Select(Greater(y, 0.0), dy, dy.Constant(0.0));
}

Term LeakyRelu(Term x, double slope) {
  return Select(Greater(x, 0.0), x, slope * x);
}
Term LeakyReluGradient(Term dy, Term y, double slope) {
  return Select(Greater(y, 0.0), dy, slope * dy);
}

Term Elu(Term x, double alpha) {
  return Select(Greater(x, 0.0), x, alpha * Expm1(Min(x, 0.0)));
}
Term EluGradient(Term dy, Term y, double alpha) {
  return Select(Greater(y, 0.0), dy, dy * (y + alpha));
}

// 1 / (1 + exp(-x)), or exp(x) / (1 + exp(x)) below zero: no exponential is
// above 1, so none overflows, and a small result has all its digits, which
// counts where it is multiplied by a large x.
Term Sigmoid(Term x) {
  const Term e = Exp(-Abs(x));
  return Select(Less(x, 0.0), e, e.Constant(1.0)) / (1.0 + e);
}
Term SigmoidGradient(Term dy, Term y) { return dy * y * (1.0 - y); }

Term TanhGradient(Term dy, Term y) { return dy * (1.0 - y * y); }

// The normal distribution's probability of a value up to x.
Term NormalBelow(Term x) {
  return 0.5 * (1.0 + Erf(x * (1.0 / std::numbers::sqrt2)));
}
Term NormalDensity(Term x) {
  return Exp(-0.5 * (x * x)) * (std::numbers::inv_sqrtpi / std::numbers::sqrt2);
}
Term Gelu(Term x) { return x * NormalBelow(x); }
Term GeluGradient(Term dy, Term x) {
  return dy * (NormalBelow(x) + x * NormalDensity(x));
}

Term Silu(Term x) { return x * Sigmoid(x); }
Term SiluGradient(Term dy, Term x) {
  const Term s = Sigmoid(x);
  return dy * s * (1.0 + x * (1.0 - s));
}

Term Softsign(Term x) { return x / (1.0 + Abs(x)); }
Term SoftsignGradient(Term dy, Term x) {
  const Term q = 1.0 / (1.0 + Abs(x));
  return dy * q * q;
}

// The formula of an activation, of x, or of a gradient, of dy and the other
// operand.
using Unary = llvm::function_ref<Term(Term)>;
using Binary = llvm::function_ref<Term(Term, Term)>;

bool LowerUnary(mlir::Operation* op, Lowering& lowering, Unary formula) {
  lowering.LowerToMap(
      op, op->getOperands(),
      [&](llvm::ArrayRef<Term> in) -> Terms { return {formula(in[0])}; });
  return true;
}

bool LowerBinary(mlir::Operation* op, Lowering& lowering, Binary formula) {
  lowering.LowerToMap(op, op->getOperands(),
                      [&](llvm::ArrayRef<Term> in) -> Terms {
                        return {formula(in[0], in[1])};
                      });
  return true;
}

}  // namespace

mlir::FailureOr<bool> LowerActivation(mlir::Operation* op, Lowering& lowering) {
  const auto unary = [&](Unary formula) {
    return LowerUnary(op, lowering, formula);
  };
  const auto binary = [&](Binary formula) {
    return LowerBinary(op, lowering, formula);
  };
  return llvm::TypeSwitch<mlir::Operation*, bool>(op)
      .Case([&](nn::ReluOp) { return unary(Relu); })
      .Case([&](nn::ReluGradOp) { return binary(ReluGradient); })
      .Case([&](nn::LeakyReluOp leaky) {
        const double slope = leaky.getNegativeSlope();
        return unary([&](Term x) { return LeakyRelu(x, slope); });
      })
      .Case([&](nn::LeakyReluGradOp leaky) {
        const double slope = leaky.getNegativeSlope();
        return binary(
            [&](Term dy, Term y) { return LeakyReluGradient(dy, y, slope); });
      })
      .Case([&](nn::EluOp elu) {
        const double alpha = elu.getAlpha();
        return unary([&](Term x) { return Elu(x, alpha); });
      })
      .Case([&](nn::EluGradOp elu) {
        const double alpha = elu.getAlpha();
        return binary(
            [&](Term dy, Term y) { return EluGradient(dy, y, alpha); });
      })
      .Case([&](nn::SigmoidOp) { return unary(Sigmoid); })
      .Case([&](nn::SigmoidGradOp) { return binary(SigmoidGradient); })
      .Case([&](nn::TanhOp) { return unary(Tanh); })
      .Case([&](nn::TanhGradOp) { return binary(TanhGradient); })
      .Case([&](nn::GeluOp) { return unary(Gelu); })
      .Case([&](nn::GeluGradOp) { return binary(GeluGradient); })
      .Case([&](nn::SiluOp) { return unary(Silu); })
      .Case([&](nn::SiluGradOp) { return binary(SiluGradient); })
      .Case([&](nn::SoftsignOp) { return unary(Softsign); })
      .Case([&](nn::SoftsignGradOp) { return binary(SoftsignGradient); })
      .Default(false);
}

}  // namespace sinter
