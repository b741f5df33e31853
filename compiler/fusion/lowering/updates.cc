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

// Scalars: alpha.
Terms AdamBody(nn::AdamOp op, llvm::ArrayRef<Term> in) {
  const Term g = in[1], old_m = in[kFirstSlot], old_v = in[kFirstSlot + 1];
  const Term m = old_m + (g - old_m) * (1.0 - op.getBeta_1());
  const Term v = old_v + (g * g - old_v) * (1.0 - op.getBeta_2());
  const Term h = op.getAmsgrad() ? Max(in[kFirstSlot + 2], v) : v;
  const Term step = m * in.back() / (Sqrt(h) + op.getEpsilon());
  Terms results = {in[0] - step, m, v};
  if (op.getAmsgrad()) results.push_back(h);
  return results;
}

// Scalars: alpha.
Terms AdamaxBody(nn::AdamaxOp op, llvm::ArrayRef<Term> in) {
  const Term g = in[1], old_m = in[kFirstSlot], old_u = in[kFirstSlot + 1];
  const Term m = old_m + (g - old_m) * (1.0 - op.getBeta_1());
  const Term u = Max(op.getBeta_2() * old_u, Abs(g));
  return {in[0] - m * in.back() / (u + op.getEpsilon()), m, u};
}

// Scalars: the learning rate.
Terms AdadeltaBody(nn::AdadeltaOp op, llvm::ArrayRef<Term> in) {
  const Term g = in[1], old_d = in[kFirstSlot + 1];
  const double rho = op.getRho(), epsilon = op.getEpsilon();
  const Term a = rho * in[kFirstSlot] + (1.0 - rho) * (g * g);
  const Term step = Sqrt(old_d + epsilon) * g / Sqrt(a + epsilon);
  const Term d = rho * old_d + (1.0 - rho) * (step * step);
  return {in[0] - in.back() * step, a, d};
}

Terms MovingAverageBody(nn::MovingAverageOp op, llvm::ArrayRef<Term> in) {
  const double momentum = op.getMomentum();
  return {momentum * in[0] + (1.0 - momentum) * in[1]};
}

// Scalars: how many steps the sum has of the update it is for.
Terms AccumulateBody(llvm::ArrayRef<Term> in) {
  const Condition is_first = Equal(in.back(), in.back().Constant(0.0));
  return {Select(is_first, in[1], in[0] + in[1])};
}

Value StepsInSum(nn::AccumulateOp op, Lowering& lowering) {
  mlir::ImplicitLocOpBuilder& builder = lowering.scalars();
  const Value steps = builder.create<mlir::arith::ConstantIntOp>(
      op.getSteps(), builder.getI64Type());
  const Value place =
      builder.create<mlir::arith::RemUIOp>(op.getIteration(), steps);
  return NameScalar(ToFloat(builder, place).value(), "steps_in_sum");
}

// Of the update that a step is for, from 0.
template <typename Op>
Value UpdatesBefore(Op op, Lowering& lowering) {
  if (op.getAccumulationSteps() == 1) return op.getIteration();
  mlir::ImplicitLocOpBuilder& builder = lowering.scalars();
  const Value steps = builder.create<mlir::arith::ConstantIntOp>(
      op.getAccumulationSteps(), builder.getI64Type());
  return builder.create<mlir::arith::DivUIOp>(op.getIteration(), steps);
}

// 1 - beta^t, as -expm1(t log beta): float32 keeps all its digits, which the
// difference loses where beta^t is close to 1.
Term OneMinusPower(double beta, Term t) {
  if (beta == 0.0) return t.Constant(1.0);
  return -Expm1(t * std::log(beta));
}

Value AdamAlpha(nn::AdamOp op, Lowering& lowering) {
  mlir::ImplicitLocOpBuilder& builder = lowering.scalars();
  const Term rate = lowering.Scalar(op.getLearningRate());
  const Term t = ToFloat(builder, UpdatesBefore(op, lowering)) + 1.0;
  const Term numerator = rate * Sqrt(OneMinusPower(op.getBeta_2(), t));
  const Term alpha = numerator / OneMinusPower(op.getBeta_1(), t);
  return NameScalar(alpha.value(), "alpha");
}

Value AdamaxAlpha(nn::AdamaxOp op, Lowering& lowering) {
  mlir::ImplicitLocOpBuilder& builder = lowering.scalars();
  const Term t = ToFloat(builder, UpdatesBefore(op, lowering)) + 1.0;
  const Term alpha =
      lowering.Scalar(op.getLearningRate()) / OneMinusPower(op.getBeta_1(), t);
  return NameScalar(alpha.value(), "alpha");
}

// What the learning rate becomes for all elements.
Value StepSize(mlir::Operation* op, Lowering& lowering) {
  return llvm::TypeSwitch<mlir::Operation*, Value>(op)
      .Case([&](nn::AdamOp adam) { return AdamAlpha(adam, lowering); })
      .Case([&](nn::AdamaxOp adamax) { return AdamaxAlpha(adamax, lowering); })
      .Default([](mlir::Operation* other) { return other->getOperand(2); });
}

// The op's own, then the weights' decay if there is one.
llvm::SmallVector<Value> Scalars(nn::UpdateOpInterface op, Lowering& lowering) {
  if (mlir::isa<nn::MovingAverageOp>(op)) return {};
  if (auto sum = mlir::dyn_cast<nn::AccumulateOp>(*op))
    return {StepsInSum(sum, lowering)};
  const Value rate = op->getOperand(2);
  llvm::SmallVector<Value> scalars = {StepSize(op, lowering)};
  if (op.getWeightDecay() != 0.0) {
    const Term decay = lowering.Scalar(rate) * op.getWeightDecay();
    scalars.push_back(NameScalar(decay.value(), "decay"));
  }
  return scalars;
}

Terms Body(mlir::Operation* op, llvm::ArrayRef<Term> in) {
  return llvm::TypeSwitch<mlir::Operation*, Terms>(op)
      .Case([&](nn::SgdOp sgd) { return SgdBody(sgd, in); })
      .Case([&](nn::RmspropOp rmsprop) { return RmspropBody(rmsprop, in); })
      .Case([&](nn::AdamOp adam) { return AdamBody(adam, in); })
      .Case([&](nn::AdamaxOp adamax) { return AdamaxBody(adamax, in); })
      .Case([&](nn::AdadeltaOp adadelta) { return AdadeltaBody(adadelta, in); })
      .Case([&](nn::AccumulateOp) { return AccumulateBody(in); })
      .Case([&](nn::MovingAverageOp average) {
        return MovingAverageBody(average, in);
      });
}

// The same for weights that decay first, by the last scalar.
Terms BodyWithDecay(nn::UpdateOpInterface op, llvm::ArrayRef<Term> in) {
  if (op.getWeightDecay() == 0.0) return Body(op, in);
  Terms decayed(in.drop_back());
  decayed.front() = in.front() - in.front() * in.back();
  return Body(op, decayed);
}

}  // namespace

mlir::FailureOr<bool> LowerUpdate(mlir::Operation* op, Lowering& lowering) {
  auto update = mlir::dyn_cast<nn::UpdateOpInterface>(op);
  if (!update) return false;
  llvm::SmallVector<Value> inputs = {update.getWeight(), update.getGradient()};
  llvm::append_range(inputs, update.getSlots());
  lowering.LowerToMap(
      op, inputs,
      [&](llvm::ArrayRef<Term> in) { return BodyWithDecay(update, in); },
      Scalars(update, lowering));
  MarkUpdate(lowering.Lowered(op->getResult(0)).getDefiningOp());
  return true;
}

}  // namespace sinter
