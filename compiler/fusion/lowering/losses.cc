// Losses, their gradients and accuracy: kernel.rows over the scores and labels.
// A loss or count is a float a row, then a kernel.reduce over the rows.
//
// The gradient of rows from `samples` on is not set to zero: whatever sums over
// the batch stops at `samples`.
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

Terms SquaredErrorBody(llvm::ArrayRef<Term> in) {
  const auto classes =
      mlir::cast<mlir::VectorType>(Scores(in).type()).getDimSize(0);
  const Term error = Scores(in) - OneHot(in);
  return {RowSum(error * error) / static_cast<double>(classes)};
}

Terms SquaredErrorGradientBody(llvm::ArrayRef<Term> in) {
  const Term scale = in[2];
  return {(Scores(in) - OneHot(in)) * scale};
}

// 1 if the first of the largest scores is at the label. Columns that do not
// hold the maximum count as one past the last.
Terms HitBody(llvm::ArrayRef<Term> in) {
  const Term scores = Scores(in);
  const auto classes =
      mlir::cast<mlir::VectorType>(scores.type()).getDimSize(0);
  const Term first =
      RowMin(Select(Equal(scores, RowMax(scores)), Iota(scores),
                    scores.Constant(static_cast<double>(classes))));
  return {Select(Equal(first, Label(in)), first.Constant(1.0),
                 first.Constant(0.0))};
}

class LossLowering {
 public:
  LossLowering(mlir::Operation* op, Lowering& lowering)
      : op_(op), lowering_(lowering) {
    lowering_.MarkBatch(lowering_.Lowered(op_->getOperand(0)));
  }

  // numerator / samples, computed once.
  Term OverSamples(double numerator) {
    const Term quotient =
        numerator / ToFloat(lowering_.scalars(), lowering_.samples());
    NameScalar(quotient.value(), "per_sample");
    return quotient;
  }

  // The sum, and the mean over the samples, of a body with one float a row.
  void Sum(Lowering::Body body, llvm::StringRef name) {
    lowering_.Replace(
        op_->getResult(0),
        lowering_.CreateSum(RowValues(body), 1, name,
                            [](auto in) -> Terms { return {in[0]}; }));
  }
  void Mean(Lowering::Body body, llvm::StringRef name) {
    lowering_.Replace(op_->getResult(0),
                      lowering_.CreateSum(
                          RowValues(body), 1, name,
                          [](auto in) -> Terms { return {in[0] * in[1]}; },
                          OverSamples(1.0).value()));
  }
  void Gradient(Lowering::Body body, double numerator) {
    lowering_.Replace(
        op_->getResult(0),
        lowering_.CreateRows(op_, op_->getResult(0).getType(), Inputs(), body,
                             OverSamples(numerator).value()));
  }

 private:
  mlir::ValueRange Inputs() { return op_->getOperands().take_front(2); }
  Value RowValues(Lowering::Body body) {
    const auto scores =
        mlir::cast<RankedTensorType>(op_->getOperand(0).getType());
    return lowering_.CreateRows(op_,
                                RankedTensorType::get({scores.getDimSize(0), 1},
                                                      scores.getElementType()),
                                Inputs(), body);
  }

  mlir::Operation* op_;
  Lowering& lowering_;
};

LogicalResult CheckSamples(mlir::Operation* op, Value samples,
                           const Lowering& lowering) {
  if (samples == lowering.samples()) return mlir::success();
  return op->emitOpError(
      "must count the function's own argument of role samples");
}

}  // namespace

mlir::FailureOr<bool> LowerLoss(mlir::Operation* op, Lowering& lowering) {
  if (!mlir::isa<nn::SparseCrossEntropyOp, nn::SparseCrossEntropyGradOp,
                 nn::MeanSquaredErrorOp, nn::MeanSquaredErrorGradOp,
                 nn::AccuracyOp>(op))
    return false;
  if (mlir::failed(CheckSamples(op, op->getOperand(2), lowering)))
    return mlir::failure();
  LossLowering loss(op, lowering);
  llvm::TypeSwitch<mlir::Operation*>(op)
      .Case([&](nn::SparseCrossEntropyOp) {
        loss.Mean(CrossEntropyBody, "sparse_cross_entropy_mean");
      })
      .Case([&](nn::SparseCrossEntropyGradOp) {
        loss.Gradient(CrossEntropyGradientBody, 1.0);
      })
      .Case([&](nn::MeanSquaredErrorOp) {
        loss.Mean(SquaredErrorBody, "mean_squared_error_mean");
      })
      .Case([&](nn::MeanSquaredErrorGradOp gradient) {
        const auto classes = gradient.getScores().getType().getDimSize(1);
        loss.Gradient(SquaredErrorGradientBody,
                      2.0 / static_cast<double>(classes));
      })
      .Case([&](nn::AccuracyOp) { loss.Sum(HitBody, "accuracy_sum"); });
  return true;
}

}  // namespace sinter
