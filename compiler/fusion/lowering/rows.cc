// Ops along the last dimension, softmax, its logarithm and normalize and their
// gradients: one kernel.rows each.
#include "compiler/fusion/lowering/lowering.h"
#include "compiler/fusion/lowering/softmax.h"
#include "compiler/ir/nn_dialect.h"
#include "llvm/ADT/TypeSwitch.h"

namespace sinter {
namespace {

Terms SoftmaxBody(llvm::ArrayRef<Term> in) {
  return {RowExponentials(in[0]).Softmax()};
}

Terms SoftmaxGradientBody(llvm::ArrayRef<Term> in) {
  const Term dy = in[0], y = in[1];
  return {y * (dy - RowSum(dy * y))};
}

Terms LogSoftmaxBody(llvm::ArrayRef<Term> in) {
  const RowExponentials row(in[0]);
  return {row.shifted - Log(row.sum)};
}

Terms LogSoftmaxGradientBody(llvm::ArrayRef<Term> in) {
  const Term dy = in[0], y = in[1];
  return {dy - Exp(y) * RowSum(dy)};
}

Term RowMean(Term row) {
  const int64_t elements =
      mlir::cast<mlir::VectorType>(row.type()).getDimSize(0);
  return RowSum(row) / static_cast<double>(elements);
}

// Of a row: its deviations from the mean, and 1 over their size.
struct Deviations {
  Deviations(Term row, double epsilon)
      : deviations(row - RowMean(row)),
        inverse(1.0 / Sqrt(RowMean(deviations * deviations) + epsilon)) {}

  Term Normalized() const { return deviations * inverse; }

  Term deviations;
  Term inverse;
};

Terms NormalizeGradientBody(llvm::ArrayRef<Term> in, double epsilon) {
  const Term dy = in[0];
  const Deviations x(in[1], epsilon);
  const Term h = x.Normalized();
  return {x.inverse * (dy - RowMean(dy) - h * RowMean(dy * h))};
}

bool Lower(mlir::Operation* op, Lowering& lowering, Lowering::Body body) {
  const mlir::Value input = lowering.Lowered(op->getOperand(0));
  lowering.Replace(
      op->getResult(0),
      lowering.CreateRows(op, input.getType(), op->getOperands(), body));
  return true;
}

}  // namespace

RowExponentials::RowExponentials(Term row)
    : shifted(row - RowMax(row)),
      exponentials(Exp(shifted)),
      sum(RowSum(exponentials)) {}

mlir::FailureOr<bool> LowerRows(mlir::Operation* op, Lowering& lowering) {
  return llvm::TypeSwitch<mlir::Operation*, bool>(op)
      .Case([&](nn::SoftmaxOp) { return Lower(op, lowering, SoftmaxBody); })
      .Case([&](nn::SoftmaxGradOp) {
        return Lower(op, lowering, SoftmaxGradientBody);
      })
      .Case(
          [&](nn::LogSoftmaxOp) { return Lower(op, lowering, LogSoftmaxBody); })
      .Case([&](nn::LogSoftmaxGradOp) {
        return Lower(op, lowering, LogSoftmaxGradientBody);
      })
      .Case([&](nn::NormalizeOp normalize) {
        const double epsilon = normalize.getEpsilon();
        return Lower(op, lowering, [&](llvm::ArrayRef<Term> in) -> Terms {
          return {Deviations(in[0], epsilon).Normalized()};
        });
      })
      .Case([&](nn::NormalizeGradOp gradient) {
        const double epsilon = gradient.getEpsilon();
        return Lower(op, lowering, [&](llvm::ArrayRef<Term> in) {
          return NormalizeGradientBody(in, epsilon);
        });
      })
      .Default(false);
}

}  // namespace sinter
