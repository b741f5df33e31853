// Losses, their gradients and accuracies: kernel.rows over the scores and
// labels, a float a row or a row of them. Sums and means over the samples:
// kernel.reduce.
//
// What is equal for all samples is no tensor but a scalar of the step, such as
// the gradient of a mean. It is not set to zero from `samples` on: whatever
// sums over the batch stops there.
#include "compiler/fusion/lowering/lowering.h"
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

// The arguments of every body here: scores (a row), label (i32), scalars.
Term Scores(llvm::ArrayRef<Term> in) { return in[0]; }
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

Terms CrossEntropyBody(llvm::ArrayRef<Term> in) {
  return {RowExponentials(Scores(in)).MinusLogSoftmax(IsLabel(in))};
}

Terms CrossEntropyGradientBody(llvm::ArrayRef<Term> in) {
  const Term scale = in[2];
  return {(RowExponentials(Scores(in)).Softmax() - OneHot(in)) * scale};
}

double Classes(llvm::ArrayRef<Term> in) {
  const auto row = mlir::cast<mlir::VectorType>(Scores(in).type());
  return static_cast<double>(row.getDimSize(0));
}

Terms SquaredErrorBody(llvm::ArrayRef<Term> in) {
  const Term error = Scores(in) - OneHot(in);
  return {RowSum(error * error) / Classes(in)};
}

Terms SquaredErrorGradientBody(llvm::ArrayRef<Term> in) {
  const Term scale = in[2];
  return {(Scores(in) - OneHot(in)) * scale};
}

// 1 if the first of the largest scores is at the label. Columns that do not
// hold the maximum count as one past the last.
Terms HitBody(llvm::ArrayRef<Term> in) {
  const Term scores = Scores(in);
  const Term first = RowMin(Select(Equal(scores, RowMax(scores)), Iota(scores),
                                   scores.Constant(Classes(in))));
  return {Select(Equal(first, Label(in)), first.Constant(1.0),
                 first.Constant(0.0))};
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
  return {Select(Less(larger, k), larger.Constant(1.0), larger.Constant(0.0))};
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
template <typename Op>
LogicalResult LowerToGradient(Op op, Lowering& lowering, double factor,
                              Lowering::Body body) {
  const Value dy = lowering.Lowered(op.getDy());
  if (mlir::isa<RankedTensorType>(dy.getType()))
    return op.emitOpError("has no lowering for a gradient of each sample");
  Value scale = dy;
  if (factor != 1.0) {
    scale = (lowering.Scalar(dy) * factor).value();
    NameScalar(scale, "per_score");
  }
  lowering.MarkBatch(lowering.Lowered(op.getScores()));
  lowering.Replace(
      op.getGradient(),
      lowering.CreateRows(op, op.getGradient().getType(),
                          {op.getScores(), op.getLabels()}, body, scale));
  return mlir::success();
}

// numerator / samples, computed once.
Term OverSamples(Lowering& lowering, Term numerator) {
  const Term quotient =
      numerator / ToFloat(lowering.scalars(), lowering.samples());
  NameScalar(quotient.value(), "per_sample");
  return quotient;
}

LogicalResult Lower(nn::SampleMeanOp op, Lowering& lowering) {
  const Term one = lowering.Number(1.0);
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
  lowering.Replace(op.getDx(),
                   OverSamples(lowering, lowering.Scalar(dy)).value());
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
  return llvm::TypeSwitch<mlir::Operation*, Done>(op)
      .Case([&](nn::SparseCrossEntropyOp) {
        LowerToRowValues(op, lowering, CrossEntropyBody);
        return true;
      })
      .Case([&](nn::MeanSquaredErrorOp) {
        LowerToRowValues(op, lowering, SquaredErrorBody);
        return true;
      })
      .Case([&](nn::AccuracyOp) {
        LowerToRowValues(op, lowering, HitBody);
        return true;
      })
      .Case([&](nn::TopKAccuracyOp top) {
        LowerToRowValues(op, lowering,
                         [&](auto in) { return TopKBody(in, top.getK()); });
        return true;
      })
      .Case([&](nn::SparseCrossEntropyGradOp gradient) {
        return when(
            LowerToGradient(gradient, lowering, 1.0, CrossEntropyGradientBody));
      })
      .Case([&](nn::MeanSquaredErrorGradOp gradient) {
        const auto classes = gradient.getScores().getType().getDimSize(1);
        return when(LowerToGradient(gradient, lowering,
                                    2.0 / static_cast<double>(classes),
                                    SquaredErrorGradientBody));
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
