// Elementwise nn ops other than activations: cast, rescale, bias_add, scale,
// add, multiply, broadcast, dropout. reshape vanishes: a matrix is what it was.
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

Word DropoutKey(nn::DropoutOp op, ImplicitLocOpBuilder& builder) {
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

void LowerDropout(nn::DropoutOp op, Lowering& lowering) {
  const auto threshold =
      static_cast<uint32_t>(std::lround(op.getRate() * (1 << 24)));
  const double scale = 1.0 / (1.0 - op.getRate());
  const int64_t cols =
      kernel::GetMatrixShape(LoweredType(op.getY().getType())).cols;
  const Value key =
      NameScalar(DropoutKey(op, lowering.scalars()).value(), "dropout_key");
  lowering.LowerToMap(
      op, op.getX(),
      [&](llvm::ArrayRef<Term> in) -> Terms {
        ImplicitLocOpBuilder& builder = in[0].builder();
        const Word index = ElementIndex(builder, cols);
        const Word draw = Mix(Mix(index) ^ Word(builder, in[1].value())) >> 8;
        const Condition keep{builder.create<arith::CmpIOp>(
            arith::CmpIPredicate::uge, draw.value(),
            draw.Number(threshold).value())};
        return {Select(keep, in[0] * scale, in[0].Constant(0.0))};
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
