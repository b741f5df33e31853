// Sums over all elements of a tensor and what is made of them: penalties in the
// loss, limits of gradients.
//
// Such a sum is two nests: the rows of a matrix first, column by column, then
// the columns. A vector is one row.
#include "compiler/fusion/lowering/lowering.h"
#include "compiler/ir/nn_dialect.h"
#include "llvm/ADT/TypeSwitch.h"

namespace sinter {
namespace {

using mlir::LogicalResult;
using mlir::RankedTensorType;
using mlir::Value;

Terms Itself(llvm::ArrayRef<Term> in) { return {in[0]}; }

Term Penalty(Term w, double l1, double l2) {
  if (l1 == 0.0) return l2 * (w * w);
  const Term size = l1 * Abs(w);
  return l2 == 0.0 ? size : size + l2 * (w * w);
}

Term PenaltyGradient(Term w, double l1, double l2) {
  if (l1 == 0.0) return 2.0 * l2 * w;
  const Term slope = l1 * Sign(w);
  return l2 == 0.0 ? slope : slope + 2.0 * l2 * w;
}

// The sum over all elements of `x` of what `summand` makes of one.
void LowerToTotal(mlir::Operation* op, Value x, Lowering& lowering,
                  Lowering::Body summand) {
  const llvm::StringRef name = op->getName().stripDialect();
  const Value lowered = lowering.Lowered(x);
  const auto type = mlir::cast<RankedTensorType>(lowered.getType());
  if (type.getRank() == 1 || type.getDimSize(0) == 1) {
    lowering.Replace(op->getResult(0),
                     lowering.CreateSum(lowered, 1, name, Itself, {}, summand));
    return;
  }
  const Value columns = lowering.CreateSum(lowered, type.getDimSize(1), name,
                                           Itself, {}, summand);
  lowering.Replace(op->getResult(0),
                   lowering.CreateSum(columns, 1, name, Itself));
}

void LowerPenalty(nn::PenaltyOp op, Lowering& lowering) {
  LowerToTotal(op, op.getW(), lowering, [&](llvm::ArrayRef<Term> in) -> Terms {
    return {Penalty(in[0], op.getL1(), op.getL2())};
  });
}

void LowerSumOfSquares(nn::SumOfSquaresOp op, Lowering& lowering) {
  LowerToTotal(op, op.getX(), lowering, [](llvm::ArrayRef<Term> in) -> Terms {
    return {in[0] * in[0]};
  });
}

LogicalResult LowerPenaltyGrad(nn::PenaltyGradOp op, Lowering& lowering) {
  const Value dy = lowering.Lowered(op.getDy());
  if (mlir::isa<RankedTensorType>(dy.getType()))
    return op.emitOpError(
        "has no lowering for a gradient that a nest computes");
  lowering.LowerToMap(
      op, op.getW(),
      [&](llvm::ArrayRef<Term> in) -> Terms {
        return {in[1] * PenaltyGradient(in[0], op.getL1(), op.getL2())};
      },
      dy);
  return mlir::success();
}

void LowerLimitNorm(nn::LimitNormOp op, Lowering& lowering) {
  lowering.LowerToMap(
      op, op.getSquares(), [&](llvm::ArrayRef<Term> in) -> Terms {
        const Term norm = Sqrt(in[0]);
        const Term limit = norm.Constant(op.getLimit());
        const Term factor = limit / Max(norm, limit);
        return {op.getFinite() ? factor + (norm - norm) : factor};
      });
}

void LowerTimes(nn::TimesOp op, Lowering& lowering) {
  lowering.LowerToMap(
      op, {op.getX(), op.getFactor()},
      [](llvm::ArrayRef<Term> in) -> Terms { return {in[0] * in[1]}; });
}

void LowerClip(nn::ClipOp op, Lowering& lowering) {
  const double limit = op.getLimit();
  lowering.LowerToMap(op, op.getX(), [&](llvm::ArrayRef<Term> in) -> Terms {
    return {Min(Max(in[0], -limit), limit)};
  });
}

}  // namespace

mlir::FailureOr<bool> LowerGradient(mlir::Operation* op, Lowering& lowering) {
  using Done = mlir::FailureOr<bool>;
  const auto always = [&](auto lower) {
    return [&lowering, lower](auto known) -> Done {
      lower(known, lowering);
      return true;
    };
  };
  return llvm::TypeSwitch<mlir::Operation*, Done>(op)
      .Case<nn::PenaltyOp>(always(LowerPenalty))
      .Case<nn::SumOfSquaresOp>(always(LowerSumOfSquares))
      .Case<nn::LimitNormOp>(always(LowerLimitNorm))
      .Case<nn::TimesOp>(always(LowerTimes))
      .Case<nn::ClipOp>(always(LowerClip))
      .Case([&](nn::PenaltyGradOp gradient) -> Done {
        if (failed(LowerPenaltyGrad(gradient, lowering)))
          return mlir::failure();
        return true;
      })
      .Default([](mlir::Operation*) -> Done { return false; });
}

}  // namespace sinter
