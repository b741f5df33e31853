// Central differences against the gradients that a function returns.
#ifndef SINTER_TESTS_ORACLE_GRADIENT_CHECK_H_
#define SINTER_TESTS_ORACLE_GRADIENT_CHECK_H_

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "tests/oracle/tensor.h"

namespace sinter::oracle {

// With doubles, eps 1e-6 leaves an error of about 1e-12 from the third
// derivative and 1e-16 / 1e-6 from rounding: far below the tolerances, which
// cover the constants that the ops round to float32 (6e-8).
inline constexpr double kDifferenceStep = 1e-6;
inline constexpr double kAbsoluteTolerance = 1e-5;
inline constexpr double kRelativeTolerance = 1e-3;

// `function` has parameters and returns a loss and a gradient for each of them
// (nn.role and nn.name say which). Compares every element of every gradient.
// Fails at the worst element of each parameter, and for a gradient that is zero
// everywhere, because a check of nothing must not pass.
::testing::AssertionResult CheckGradients(mlir::func::FuncOp function,
                                          std::vector<Tensor> arguments);

}  // namespace sinter::oracle

#endif  // SINTER_TESTS_ORACLE_GRADIENT_CHECK_H_
