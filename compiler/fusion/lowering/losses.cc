// Losses, their gradients and accuracies: kernel.rows over the scores and
// labels, a float a row or a row of them. Sums and means over the samples:
// kernel.reduce.
//
// What is equal for all samples is no tensor but a scalar of the step, such as
// the gradient of a mean. It is not set to zero from `samples` on: whatever
// sums over the batch stops there.
#include "compiler/fusion/lowering/lowering.h"
#include "compiler/fusion/lowering/pointwise_losses.h"
#include "compiler/fusion/lowering/softmax.h"
#include "compiler/ir/nn_dialect.h"
#include "compiler/ir/provenance.h"
#include "llvm/ADT/TypeSwitch.h"

namespace sinter {
namespace {

namespace arith = mlir::arith;
using mlir::LogicalResult;
using mlir::RankedTensorType;
using mlir::Value;

// The arguments of every body here: scores (a row), targets (a label, i32, or a
// row), scalars.
Term Scores(llvm::ArrayRef<Term> in) { return in[0]; }
bool HasLabel(llvm::ArrayRef<Term> in) { return !in[1].IsRow(); }
Term Label(llvm::ArrayRef<Term> in) {
  return ToFloat(in[1].builder(), in[1].value());
}
// Holds at the label's column.
Condition IsLabel(llvm::ArrayRef<Term> in) {
  return Equal(Iota(Scores(in)), Label(in));
}
Term OneHot(llvm::ArrayRef<Term> in) {
  const Term scores = Scores(in);
  return Select(IsLabel(in), scores.Constant(1.0), scores.Constant(0.0));
}
// A row.
Term Target(llvm::ArrayRef<Term> in) {
  return HasLabel(in) ? OneHot(in) : in[1];
}

double Columns(llvm::ArrayRef<Term> in) {
  const auto row = mlir::cast<mlir::VectorType>(Scores(in).type());
  return static_cast<double>(row.getDimSize(0));
}

Terms SparseCrossEntropyBody(llvm::ArrayRef<Term> in) {
  return {RowExponentials(Scores(in)).MinusLogSoftmax(IsLabel(in))};
}

Terms SparseCrossEntropyGradientBody(llvm::ArrayRef<Term> in) {
  const Term scale = in[2];
  return {(RowExponentials(Scores(in)).Softmax() - OneHot(in)) * scale};
}

Terms CrossEntropyBody(llvm::ArrayRef<Term> in) {
  const RowExponentials row(Scores(in));
  return {RowSum(in[1] * (Log(row.sum) - row.shifted))};
}

Terms CrossEntropyGradientBody(llvm::ArrayRef<Term> in) {
  const Term targets = in[1];
  const Term scale = in[2];
  const Term softmax = RowExponentials(Scores(in)).Softmax();
  return {(softmax * RowSum(targets) - targets) * scale};
}

// The first column of the largest element; one past the last in a row with NaN.
Term FirstMaximum(Term row, double columns) {
  return RowMin(
      Select(Equal(row, RowMax(row)), Iota(row), row.Constant(columns)));
}

Term OneWhere(Condition condition, Term like) {
  return Select(condition, like.Constant(1.0), like.Constant(0.0));
}

// 1 if the first of the largest scores is at the label, or at the first of the
// largest targets.
Terms HitBody(llvm::ArrayRef<Term> in) {
  const Term first = FirstMaximum(Scores(in), Columns(in));
  const Term label =
      HasLabel(in) ? Label(in) : FirstMaximum(in[1], Columns(in));
  return {OneWhere(Equal(first, label), first)};
}

// The share of outputs on the side of a half that the target says.
Terms BinaryHitBody(llvm::ArrayRef<Term> in) {
  const Term scores = Scores(in);
  const Term side = OneWhere(Greater(scores, 0.5), scores);
  return {RowSum(OneWhere(Equal(in[1], side), scores)) / Columns(in)};
}

// 1 if fewer than k scores are larger than the label's. What is infinite or no
// number is no number less itself, and so is then the sum.
Terms TopKBody(llvm::ArrayRef<Term> in, uint32_t k) {
  const Term scores = Scores(in);
  const Term zero = scores.Constant(0.0);
  const Term target = RowSum(Select(IsLabel(in), scores, zero));
  const Term larger =
      RowSum(Select(Greater(scores, target), scores.Constant(1.0), zero) +
             (scores - scores));
  return {OneWhere(Less(larger, k), larger)};
}

// A float a row, in the place of a loss or metric.
void LowerToRowValues(mlir::Operation* op, Lowering& lowering,
                      Lowering::Body body) {
  const auto scores = mlir::cast<RankedTensorType>(op->getOperand(0).getType());
  const auto type =
      RankedTensorType::get({scores.getDimSize(0), 1}, scores.getElementType());
  lowering.MarkBatch(lowering.Lowered(op->getOperand(0)));
  lowering.Replace(op->getResult(0),
                   lowering.CreateRows(op, type, op->getOperands(), body));
}

// A row of gradients of `scores`, times `factor`.
LogicalResult LowerToGradient(mlir::Operation* op, Lowering& lowering,
                              double factor, Lowering::Body body) {
  const Value scores = op->getOperand(1);
  const Value dy = lowering.Lowered(op->getOperand(0));
  if (mlir::isa<RankedTensorType>(dy.getType()))
    return op->emitOpError("has no lowering for a gradient of each sample");
  Value scale = dy;
  if (factor != 1.0) {
    scale = (lowering.Scalar(dy) * factor).value();
    NameScalar(scale, "per_score");
  }
  lowering.MarkBatch(lowering.Lowered(scores));
  lowering.Replace(
      op->getResult(0),
      lowering.CreateRows(op, op->getResult(0).getType(),
                          {scores, op->getOperand(2)}, body, scale));
  return mlir::success();
}

LogicalResult LowerPointwise(mlir::Operation* op, Lowering& lowering) {
  const PointwiseFormula formula = FindPointwiseFormula(op);
  const auto scores = mlir::cast<RankedTensorType>(op->getOperand(0).getType());
  if (scores.getRank() == 2) {
    LowerToRowValues(op, lowering, [&](auto in) -> Terms {
      const Term losses = formula.loss(Scores(in), Target(in));
      return {formula.is_sum ? RowSum(losses) : RowSum(losses) / Columns(in)};
    });
    return mlir::success();
  }
  const auto type = mlir::cast<RankedTensorType>(op->getOperand(1).getType());
  const double columns =
      formula.is_sum ? 1.0 : static_cast<double>(type.getDimSize(1));
  return LowerToGradient(
      op, lowering, formula.slope_factor / columns, [&](auto in) -> Terms {
        const Term scale = in[2];
        return {formula.slope(Scores(in), Target(in)) * scale};
      });
}

// numerator / samples, computed once.
Term OverSamples(Lowering& lowering, Term numerator) {
  const Term quotient =
      numerator / ToFloat(lowering.scalars(), lowering.samples());
  NameScalar(quotient.value(), "per_sample");
  return quotient;
}

LogicalResult Lower(nn::SampleMeanOp op, Lowering& lowering) {
  const Term one = lowering.Number(op.getWeight().value_or(1.0));
  lowering.Replace(op.getY(),
                   lowering.CreateSum(
                       lowering.Lowered(op.getX()), 1, "sample_mean",
                       [](auto in) -> Terms { return {in[0] * in[1]}; },
                       OverSamples(lowering, one).value()));
  return mlir::success();
}

LogicalResult Lower(nn::SampleSumOp op, Lowering& lowering) {
  lowering.Replace(op.getY(), lowering.CreateSum(
                                  lowering.Lowered(op.getX()), 1, "sample_sum",
                                  [](auto in) -> Terms { return {in[0]}; }));
  return mlir::success();
}

LogicalResult Lower(nn::SampleMeanGradOp op, Lowering& lowering) {
  const Value dy = lowering.Lowered(op.getDy());
  if (mlir::isa<RankedTensorType>(dy.getType()))
    return op.emitOpError(
        "has no lowering for a gradient that a nest computes");
  Term numerator = lowering.Scalar(dy);
  if (op.getWeight()) numerator = numerator * *op.getWeight();
  lowering.Replace(op.getDx(), OverSamples(lowering, numerator).value());
  return mlir::success();
}

template <typename Op>
LogicalResult LowerOverSamples(Op op, Lowering& lowering) {
  if (failed(lowering.CheckSamples(op, op.getSamples())))
    return mlir::failure();
  return Lower(op, lowering);
}

}  // namespace

mlir::FailureOr<bool> LowerLoss(mlir::Operation* op, Lowering& lowering) {
  using Done = mlir::FailureOr<bool>;
  const auto when = [](LogicalResult result) -> Done {
    if (mlir::failed(result)) return mlir::failure();
    return true;
  };
  const auto row_values = [&](Lowering::Body body) {
    LowerToRowValues(op, lowering, body);
    return true;
  };
  if (op->hasTrait<nn::PointwiseLoss>())
    return when(LowerPointwise(op, lowering));
  return llvm::TypeSwitch<mlir::Operation*, Done>(op)
      .Case([&](nn::SparseCrossEntropyOp) {
        return row_values(SparseCrossEntropyBody);
      })
      .Case([&](nn::CrossEntropyOp) { return row_values(CrossEntropyBody); })
      .Case([&](nn::AccuracyOp) { return row_values(HitBody); })
      .Case([&](nn::BinaryAccuracyOp) { return row_values(BinaryHitBody); })
      .Case([&](nn::TopKAccuracyOp top) {
        return row_values([&](auto in) { return TopKBody(in, top.getK()); });
      })
      .Case([&](nn::SparseCrossEntropyGradOp) {
        return when(
            LowerToGradient(op, lowering, 1.0, SparseCrossEntropyGradientBody));
      })
      .Case([&](nn::CrossEntropyGradOp) {
        return when(
            LowerToGradient(op, lowering, 1.0, CrossEntropyGradientBody));
      })
      .Case<nn::SampleMeanOp, nn::SampleSumOp, nn::SampleMeanGradOp>(
          [&](auto over_samples) -> Done {
            return when(LowerOverSamples(over_samples, lowering));
          })
      .Case([&](nn::ConstantOp constant) {
        lowering.Replace(constant.getY(),
                         lowering.Number(constant.getValue()).value());
        return true;
      })
      .Default([](mlir::Operation*) -> Done { return false; });
}

}  // namespace sinter
