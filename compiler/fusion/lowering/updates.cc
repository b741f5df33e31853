// Updates of parameters and states: one kernel.map each, with role "update".
// Keras 3's formulas; the ops' descriptions in nn_update_ops.td have them.
#include <cmath>

#include "compiler/fusion/lowering/lowering.h"
#include "compiler/ir/nn_dialect.h"
#include "compiler/ir/provenance.h"
#include "llvm/ADT/TypeSwitch.h"

namespace sinter {
namespace {

using mlir::Value;

// A body sees weight, gradient, the slots in their order, the scalars.
constexpr size_t kFirstSlot = 2;

// Scalars: the learning rate.
Terms SgdBody(nn::SgdOp op, llvm::ArrayRef<Term> in) {
  const Term w = in[0], step = in.back() * in[1];
  const double mu = op.getMomentum();
  if (mu == 0.0) return {w - step};
  const Term m = mu * in[kFirstSlot] - step;
  return {w + (op.getNesterov() ? mu * m - step : m), m};
}

// Scalars: the learning rate.
Terms RmspropBody(nn::RmspropOp op, llvm::ArrayRef<Term> in) {
  const Term g = in[1];
  const double rho = op.getRho(), mu = op.getMomentum();
  const Term* old_slot = &in[kFirstSlot];
  Terms slots = {rho * *old_slot++ + (1.0 - rho) * (g * g)};
  Term d = slots[0];
  if (op.getCentered()) {
    const Term a = rho * *old_slot++ + (1.0 - rho) * g;
    slots.push_back(a);
    d = d - a * a;
  }
  Term step = in.back() * g / Sqrt(d + op.getEpsilon());
  if (mu != 0.0) {
    step = mu * *old_slot + step;
    slots.push_back(step);
  }
  slots.insert(slots.begin(), in[0] - step);
  return slots;
}

// Scalars: alpha, and the weights' decay if there is one.
Terms AdamBody(nn::AdamOp op, llvm::ArrayRef<Term> in) {
  const Term g = in[1], old_m = in[kFirstSlot], old_v = in[kFirstSlot + 1];
  const Term* scalar = &in[kFirstSlot + op.getSlots().size()];
  const Term m = old_m + (g - old_m) * (1.0 - op.getBeta_1());
  const Term v = old_v + (g * g - old_v) * (1.0 - op.getBeta_2());
  const Term h = op.getAmsgrad() ? Max(in[kFirstSlot + 2], v) : v;
  const Term step = m * scalar[0] / (Sqrt(h) + op.getEpsilon());
  Term w = in[0];
  if (op.getWeightDecay() != 0.0) w = w - w * scalar[1];
  Terms results = {w - step, m, v};
  if (op.getAmsgrad()) results.push_back(h);
  return results;
}

Terms MovingAverageBody(nn::MovingAverageOp op, llvm::ArrayRef<Term> in) {
  const double momentum = op.getMomentum();
  return {momentum * in[0] + (1.0 - momentum) * in[1]};
}

// 1 - beta^t, as -expm1(t log beta): float32 keeps all its digits, which the
// difference loses where beta^t is close to 1.
Term OneMinusPower(double beta, Term t) {
  if (beta == 0.0) return t.Constant(1.0);
  return -Expm1(t * std::log(beta));
}

// Adam's alpha, then AdamW's decay if there is one.
llvm::SmallVector<Value> AdamScalars(nn::AdamOp op, Lowering& lowering) {
  mlir::ImplicitLocOpBuilder& builder = lowering.scalars();
  const Term rate = lowering.Scalar(op.getLearningRate());
  const Term t = ToFloat(builder, op.getIteration()) + 1.0;
  const Term numerator = rate * Sqrt(OneMinusPower(op.getBeta_2(), t));
  const Term alpha = numerator / OneMinusPower(op.getBeta_1(), t);
  llvm::SmallVector<Value> scalars = {NameScalar(alpha.value(), "alpha")};
  if (op.getWeightDecay() != 0.0)
    scalars.push_back(
        NameScalar((rate * op.getWeightDecay()).value(), "decay"));
  return scalars;
}

llvm::SmallVector<Value> Scalars(mlir::Operation* op, Lowering& lowering) {
  if (auto adam = mlir::dyn_cast<nn::AdamOp>(op))
    return AdamScalars(adam, lowering);
  if (mlir::isa<nn::MovingAverageOp>(op)) return {};
  return {op->getOperand(2)};
}

Terms Body(mlir::Operation* op, llvm::ArrayRef<Term> in) {
  return llvm::TypeSwitch<mlir::Operation*, Terms>(op)
      .Case([&](nn::SgdOp sgd) { return SgdBody(sgd, in); })
      .Case([&](nn::RmspropOp rmsprop) { return RmspropBody(rmsprop, in); })
      .Case([&](nn::AdamOp adam) { return AdamBody(adam, in); })
      .Case([&](nn::MovingAverageOp average) {
        return MovingAverageBody(average, in);
      });
}

}  // namespace

mlir::FailureOr<bool> LowerUpdate(mlir::Operation* op, Lowering& lowering) {
  auto update = mlir::dyn_cast<nn::UpdateOpInterface>(op);
  if (!update) return false;
  llvm::SmallVector<Value> inputs = {update.getWeight(), update.getGradient()};
  llvm::append_range(inputs, update.getSlots());
  lowering.LowerToMap(
      op, inputs, [&](llvm::ArrayRef<Term> in) { return Body(op, in); },
      Scalars(op, lowering));
  MarkUpdate(lowering.Lowered(op->getResult(0)).getDefiningOp());
  return true;
}

}  // namespace sinter
