// The terms that softmax and cross-entropy share. Both write them alike, so
// that joining their bodies leaves one of each.
#ifndef SINTER_COMPILER_FUSION_LOWERING_SOFTMAX_H_
#define SINTER_COMPILER_FUSION_LOWERING_SOFTMAX_H_

#include "compiler/fusion/lowering/term.h"

namespace sinter {

// Of a row z with maximum m: z - m, exp(z - m), and the sum of those. The
// exponents are at most 0, so nothing overflows, and one of them is 0, so the
// sum is at least 1.
struct RowExponentials {
  explicit RowExponentials(Term row);

  Term Softmax() const { return exponentials / sum; }
  // -log of softmax at the elements where `chosen` holds (exactly one). From
  // z - m: beside a large m the logarithm would lose its digits.
  Term MinusLogSoftmax(Condition chosen) const {
    return Log(sum) - RowSum(Select(chosen, shifted, shifted.Constant(0.0)));
  }

  Term shifted;
  Term exponentials;
  Term sum;
};

}  // namespace sinter

#endif  // SINTER_COMPILER_FUSION_LOWERING_SOFTMAX_H_
