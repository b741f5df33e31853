// What random numbers decide: dropout, gaussian_noise and random_warp.
#include <cmath>

#include "compiler/fusion/lowering/lowering.h"
#include "compiler/ir/nn_dialect.h"
#include "compiler/ir/provenance.h"
#include "llvm/ADT/TypeSwitch.h"

namespace sinter {
namespace {

namespace arith = mlir::arith;
using mlir::ImplicitLocOpBuilder;
using mlir::Value;

// Unsigned 32-bit arithmetic, modulo 2^32.
class Word {
 public:
  Word(ImplicitLocOpBuilder& builder, Value value)
      : builder_(&builder), value_(value) {}
  Word(ImplicitLocOpBuilder& builder, uint32_t number)
      : Word(builder, builder.create<arith::ConstantIntOp>(
                          static_cast<int32_t>(number), 32)) {}

  Value value() const { return value_; }
  Word operator^(Word b) const { return Make<arith::XOrIOp>(b); }
  Word operator+(Word b) const { return Make<arith::AddIOp>(b); }
  Word operator*(Word b) const { return Make<arith::MulIOp>(b); }
  Word operator>>(uint32_t bits) const {
    return Make<arith::ShRUIOp>(Number(bits));
  }
  Word Number(uint32_t number) const { return {*builder_, number}; }

 private:
  template <typename Op>
  Word Make(Word b) const {
    return {*builder_, builder_->create<Op>(value_, b.value_)};
  }

  ImplicitLocOpBuilder* builder_;
  Value value_;
};

// The hash of nn.dropout's definition.
Word Mix(Word x) {
  x = x ^ (x >> 16);
  x = x * x.Number(0x7feb352d);
  x = x ^ (x >> 15);
  x = x * x.Number(0x846ca68b);
  return x ^ (x >> 16);
}

Word LowHalf(ImplicitLocOpBuilder& builder, Value integer) {
  return {builder,
          builder.create<arith::TruncIOp>(builder.getI32Type(), integer)};
}

// Of a step's random numbers; Op draws some.
template <typename Op>
Word RandomKey(Op op, ImplicitLocOpBuilder& builder) {
  const Word seed(builder, op.getSeed());
  const Word iteration = LowHalf(builder, op.getIteration());
  const Word scaled = iteration * iteration.Number(0x9E3779B9u);
  const Word step =
      scaled + scaled.Number(static_cast<uint32_t>(op.getStream()));
  return Mix(seed ^ Mix(step));
}

// Row-major index of the element that a body works on.
Word ElementIndex(ImplicitLocOpBuilder& builder, int64_t cols) {
  const mlir::Type type = builder.getI32Type();
  const Word row(builder, builder.create<kernel::IndexOp>(type, 0));
  const Word col(builder, builder.create<kernel::IndexOp>(type, 1));
  return row * row.Number(static_cast<uint32_t>(cols)) + col;
}

// 24 random bits for that element.
Word Draw(ImplicitLocOpBuilder& builder, int64_t cols, Value key) {
  return Mix(Mix(ElementIndex(builder, cols)) ^ Word(builder, key)) >> 8;
}

void LowerDropout(nn::DropoutOp op, Lowering& lowering) {
  const auto threshold =
      static_cast<uint32_t>(std::lround(op.getRate() * (1 << 24)));
  const double scale = 1.0 / (1.0 - op.getRate());
  const int64_t cols =
      kernel::GetMatrixShape(LoweredType(op.getY().getType())).cols;
  const Value key =
      NameScalar(RandomKey(op, lowering.scalars()).value(), "dropout_key");
  lowering.LowerToMap(
      op, op.getX(),
      [&](llvm::ArrayRef<Term> in) -> Terms {
        ImplicitLocOpBuilder& builder = in[0].builder();
        const Word draw = Draw(builder, cols, in[1].value());
        const Condition keep{builder.create<arith::CmpIOp>(
            arith::CmpIPredicate::uge, draw.value(),
            draw.Number(threshold).value())};
        return {Select(keep, in[0] * scale, in[0].Constant(0.0))};
      },
      key);
}

// The coefficient of the highest power first.
Term Polynomial(Term x, llvm::ArrayRef<double> coefficients) {
  Term sum = x.Constant(coefficients.front());
  for (const double coefficient : coefficients.drop_front())
    sum = sum * x + coefficient;
  return sum;
}

// sqrt(2) * erfinv(v), as nn.gaussian_noise defines it.
Term NormalQuantile(Term v) {
  constexpr double kCentral[] = {
      2.81022636e-08,  3.43273939e-07, -3.5233877e-06,
      -4.39150654e-06, 0.00021858087,  -0.00125372503,
      -0.00417768164,  0.246640727,    1.50140941};
  constexpr double kTail[] = {-0.000200214257, 0.000100950558, 0.00134934322,
                              -0.00367342844,  0.00573950773,  -0.0076224613,
                              0.00943887047,   1.00167406,     2.83297682};
  const Term w = -Log((1.0 - v) * (1.0 + v));
  const Term factor = Select(Less(w, 5.0), Polynomial(w - 2.5, kCentral),
                             Polynomial(Sqrt(w) - 3.0, kTail));
  return std::sqrt(2.0) * (factor * v);
}

void LowerNoise(nn::GaussianNoiseOp op, Lowering& lowering) {
  const int64_t cols =
      kernel::GetMatrixShape(LoweredType(op.getY().getType())).cols;
  const Value key =
      NameScalar(RandomKey(op, lowering.scalars()).value(), "noise_key");
  lowering.LowerToMap(
      op, op.getX(),
      [&](llvm::ArrayRef<Term> in) -> Terms {
        ImplicitLocOpBuilder& builder = in[0].builder();
        const Word draw = Draw(builder, cols, in[1].value());
        constexpr double kHalf = 1 << 23;
        const Term v =
            (ToFloat(builder, draw.value()) - kHalf + 0.5) * (1 / kHalf);
        return {in[0] + op.getStddev() * NormalQuantile(v)};
      },
      key);
}

// To a nest of its own, which draws a few numbers for each image.
void LowerWarp(nn::RandomWarpOp op, Lowering& lowering) {
  const Value key =
      NameScalar(RandomKey(op, lowering.scalars()).value(), "warp_key");
  const Value x = lowering.Lowered(op.getX());
  ImplicitLocOpBuilder& builder = lowering.builder();
  llvm::SmallVector<mlir::NamedAttribute> attributes;
  for (const mlir::NamedAttribute& attribute : op->getAttrs())
    if (attribute.getName() != op.getStreamAttrName())
      attributes.push_back(attribute);
  attributes.push_back(builder.getNamedAttr(
      "image", builder.getDenseI64ArrayAttr(
                   lowering.TypeBefore(op.getX()).getShape().drop_front())));
  llvm::SmallVector<Value> operands = {x, key};
  if (const Value samples = lowering.RowBound(x)) operands.push_back(samples);
  auto warp = builder.create<kernel::WarpOp>(mlir::TypeRange{x.getType()},
                                             operands, attributes);
  RecordOp(warp, op);
  lowering.Replace(op.getY(), warp.getResult());
  lowering.MarkBatch(warp.getResult());
}

}  // namespace

mlir::FailureOr<bool> LowerRandom(mlir::Operation* op, Lowering& lowering) {
  const auto lower = [&](auto function, auto typed) {
    function(typed, lowering);
    return true;
  };
  return llvm::TypeSwitch<mlir::Operation*, bool>(op)
      .Case([&](nn::DropoutOp dropout) { return lower(LowerDropout, dropout); })
      .Case([&](nn::GaussianNoiseOp noise) { return lower(LowerNoise, noise); })
      .Case([&](nn::RandomWarpOp warp) { return lower(LowerWarp, warp); })
      .Default(false);
}

}  // namespace sinter
