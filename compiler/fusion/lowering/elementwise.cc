// Elementwise nn ops other than activations: cast, rescale, bias_add, scale,
// add, multiply, broadcast. reshape vanishes: a matrix is what it was.
#include "compiler/fusion/lowering/lowering.h"
#include "compiler/ir/nn_dialect.h"
#include "llvm/ADT/TypeSwitch.h"

namespace sinter {
namespace {

using mlir::Value;

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
