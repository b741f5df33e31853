// Elementwise nn ops other than activations: cast, rescale, bias_add, scale,
// add, multiply, broadcast, dropout, gaussian_noise. reshape vanishes: a matrix
// is what it was.
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

void LowerCast(nn::CastOp op, Lowering& lowering) {
  lowering.LowerToMap(op, op.getX(), [](llvm::ArrayRef<Term> in) -> Terms {
    if (in[0].type().isF32()) return {in[0]};
    return {ToFloat(in[0].builder(), in[0].value())};
  });
}

void LowerRescale(nn::RescaleOp op, Lowering& lowering) {
  const double scale = op.getScale();
  const double offset = op.getOffset();
  lowering.LowerToMap(op, op.getX(), [&](llvm::ArrayRef<Term> in) -> Terms {
    const Term scaled = in[0] * scale;
    return {offset == 0.0 ? scaled : scaled + offset};
  });
}

}  // namespace

mlir::FailureOr<bool> LowerElementwise(mlir::Operation* op,
                                       Lowering& lowering) {
  return llvm::TypeSwitch<mlir::Operation*, bool>(op)
      .Case([&](nn::ReshapeOp reshape) {
        lowering.Replace(reshape.getY(), lowering.Lowered(reshape.getX()));
        return true;
      })
      .Case([&](nn::CastOp cast) { return LowerCast(cast, lowering), true; })
      .Case([&](nn::CopyOp copy) {
        lowering.LowerToMap(
            copy, copy.getX(),
            [](llvm::ArrayRef<Term> in) -> Terms { return {in[0]}; });
        return true;
      })
      .Case([&](nn::RescaleOp rescale) {
        return LowerRescale(rescale, lowering), true;
      })
      .Case([&](nn::GaussianNoiseOp noise) {
        return LowerNoise(noise, lowering), true;
      })
      .Case([&](nn::DropoutOp dropout) {
        return LowerDropout(dropout, lowering), true;
      })
      .Case<nn::AddOp, nn::BiasAddOp>([&](mlir::Operation* sum) {
        lowering.LowerToMap(
            sum, sum->getOperands(),
            [](llvm::ArrayRef<Term> in) -> Terms { return {in[0] + in[1]}; });
        return true;
      })
      .Case<nn::MultiplyOp, nn::ScaleOp>([&](mlir::Operation* product) {
        lowering.LowerToMap(
            product, product->getOperands(),
            [](llvm::ArrayRef<Term> in) -> Terms { return {in[0] * in[1]}; });
        return true;
      })
      .Case([&](nn::BroadcastOp broadcast) {
        lowering.LowerToMap(
            broadcast, broadcast.getX(),
            [](llvm::ArrayRef<Term> in) -> Terms { return {in[0]}; });
        return true;
      })
      .Default(false);
}

}  // namespace sinter
