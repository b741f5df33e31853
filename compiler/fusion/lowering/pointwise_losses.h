// The formulas of the losses that compare each score with its target.
#ifndef SINTER_COMPILER_FUSION_LOWERING_POINTWISE_LOSSES_H_
#define SINTER_COMPILER_FUSION_LOWERING_POINTWISE_LOSSES_H_

#include <functional>

#include "compiler/fusion/lowering/term.h"
#include "mlir/IR/Operation.h"

namespace sinter {

// Of outputs `o` and targets `t`, rows both.
struct PointwiseFormula {
  std::function<Term(Term o, Term t)> loss;
  // The derivative of `loss` by o is `slope` times `slope_factor`, which joins
  // the factor that all elements have.
  std::function<Term(Term o, Term t)> slope;
  double slope_factor = 1.0;
  bool is_sum = false;  // over the row, not the mean
};

// Of an op with the trait PointwiseLoss.
PointwiseFormula FindPointwiseFormula(mlir::Operation* op);

}  // namespace sinter

#endif  // SINTER_COMPILER_FUSION_LOWERING_POINTWISE_LOSSES_H_
