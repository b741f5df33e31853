// A generated program against what the interpreter expects of it.
#ifndef SINTER_TESTS_DIFFERENTIAL_COMPARE_H_
#define SINTER_TESTS_DIFFERENTIAL_COMPARE_H_

#include <string>

#include "runtime/engine/model.h"
#include "tests/differential/expectation.h"

namespace sinter::differential {

// The first difference beyond the tolerances (tolerance.h), as text; "" if
// there is none. With a training: whether the inference of one sample has the
// bits of that of a batch.
std::string CompareTraining(const runtime::Model& model,
                            const Expectation& expected, unsigned threads);
// The steps that skip zeros, if there are any.
std::string CompareSparseTraining(const runtime::Model& model,
                                  const Expectation& expected,
                                  unsigned threads);
std::string CompareGradient(const runtime::Model& model,
                            const Expectation& expected, unsigned threads);

// Bits: the results of one thread against those of `threads`, of the steps that
// skip zeros against the others.
std::string CompareBits(const runtime::Model& model,
                        const Expectation& expected, unsigned threads);

}  // namespace sinter::differential

#endif  // SINTER_TESTS_DIFFERENTIAL_COMPARE_H_
