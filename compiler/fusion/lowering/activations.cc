// Activations and their gradients: one kernel.map each. softmax works on rows
// and stands in rows.cc.
#include <cmath>
#include <limits>
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

// What is between two bounds; of `outside`, 0.
Term Between(Term y, double low, double high, Term inside) {
  return Select(Greater(y, low),
                Select(Less(y, high), inside, inside.Constant(0.0)),
                inside.Constant(0.0));
}
Term LeakyRelu(Term x, double slope) {
  return Select(Greater(x, 0.0), x, slope * x);
}
Term LeakyReluGradient(Term dy, Term y, double slope) {
  return Select(Greater(y, 0.0), dy, slope * dy);
}

Term ClippedRelu(Term x, double max_value, double slope) {
  const Term below = slope == 0.0 ? Max(x, 0.0) : LeakyRelu(x, slope);
  return Min(below, max_value);
}
Term ClippedReluGradient(Term dy, Term y, double max_value, double slope) {
  const Term zero = dy.Constant(0.0);
  return Select(Greater(y, 0.0), Select(Less(y, max_value), dy, zero),
                slope == 0.0 ? zero : slope * dy);
}

Term Elu(Term x, double alpha) {
  return Select(Greater(x, 0.0), x, alpha * Expm1(Min(x, 0.0)));
}
Term EluGradient(Term dy, Term y, double alpha) {
  return Select(Greater(y, 0.0), dy, dy * (y + alpha));
}

// Klambauer et al., Self-Normalizing Neural Networks, 2017.
constexpr double kSeluScale = 1.0507009873554805;
constexpr double kSeluAlpha = 1.6732632423543772;
Term Selu(Term x) { return kSeluScale * Elu(x, kSeluAlpha); }
Term SeluGradient(Term dy, Term y) {
  return dy * Select(Greater(y, 0.0), y.Constant(kSeluScale),
                     y + kSeluScale * kSeluAlpha);
}

// 1 / (1 + exp(-x)), or exp(x) / (1 + exp(x)) below zero: no exponential is
// above 1, so none overflows, and a small result has all its digits, which
// counts where it is multiplied by a large x.
Term Sigmoid(Term x) {
  const Term e = Exp(-Abs(x));
  return Select(Less(x, 0.0), e, e.Constant(1.0)) / (1.0 + e);
}
Term SigmoidGradient(Term dy, Term y) { return dy * y * (1.0 - y); }

Term HardSigmoid(Term x) { return Min(Max(x + 3.0, 0.0), 6.0) * (1.0 / 6.0); }
Term HardSigmoidGradient(Term dy, Term y) {
  return Between(y, 0.0, 1.0, dy * (1.0 / 6.0));
}

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

Term HardSilu(Term x) { return x * HardSigmoid(x); }
Term HardSiluGradient(Term dy, Term x) {
  const Term h = HardSigmoid(x);
  return dy * (h + Between(h, 0.0, 1.0, x * (1.0 / 6.0)));
}

// tanh(log(1 + exp(x))) = n / (n + r) with n = e^2 + 2 e and r = 2 where
// e = exp(x); both divided by e^2 above zero. No exponential is above 1.
struct Tangent {
  Term value;
  Term complement;  // 1 - value, with all its digits
};
Tangent TangentOfSoftplus(Term x) {
  const Term e = Exp(-Abs(x));
  const Condition below = Less(x, 0.0);
  const Term n = Select(below, e * (e + 2.0), 1.0 + 2.0 * e);
  const Term r = Select(below, e.Constant(2.0), 2.0 * (e * e));
  const Term sum = n + r;
  return {n / sum, r / sum};
}
Term Mish(Term x) { return x * TangentOfSoftplus(x).value; }
Term MishGradient(Term dy, Term x) {
  const Tangent t = TangentOfSoftplus(x);
  return dy * (t.value + x * Sigmoid(x) * (t.complement * (1.0 + t.value)));
}

Term Softplus(Term x) { return Max(x, 0.0) + Log1p(Exp(-Abs(x))); }
Term SoftplusGradient(Term dy, Term y) { return dy * -Expm1(-y); }

Term Exponential(Term x) {
  constexpr double kLogOfLargest = 88.72283935546875;
  return Select(Greater(x, kLogOfLargest),
                x.Constant(std::numeric_limits<double>::infinity()),
                Exp(Min(x, kLogOfLargest)));
}
Term ExponentialGradient(Term dy, Term y) { return dy * y; }

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
      .Case([&](nn::ClippedReluOp relu) {
        const double most = relu.getMaxValue();
        const double slope = relu.getNegativeSlope();
        return unary([&](Term x) { return ClippedRelu(x, most, slope); });
      })
      .Case([&](nn::ClippedReluGradOp relu) {
        const double most = relu.getMaxValue();
        const double slope = relu.getNegativeSlope();
        return binary([&](Term dy, Term y) {
          return ClippedReluGradient(dy, y, most, slope);
        });
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
      .Case([&](nn::SeluOp) { return unary(Selu); })
      .Case([&](nn::SeluGradOp) { return binary(SeluGradient); })
      .Case([&](nn::HardSigmoidOp) { return unary(HardSigmoid); })
      .Case([&](nn::HardSigmoidGradOp) { return binary(HardSigmoidGradient); })
      .Case([&](nn::HardSiluOp) { return unary(HardSilu); })
      .Case([&](nn::HardSiluGradOp) { return binary(HardSiluGradient); })
      .Case([&](nn::MishOp) { return unary(Mish); })
      .Case([&](nn::MishGradOp) { return binary(MishGradient); })
      .Case([&](nn::SoftplusOp) { return unary(Softplus); })
      .Case([&](nn::SoftplusGradOp) { return binary(SoftplusGradient); })
      .Case([&](nn::ExponentialOp) { return unary(Exponential); })
      .Case([&](nn::ExponentialGradOp) { return binary(ExponentialGradient); })
      .Default(false);
}

}  // namespace sinter
