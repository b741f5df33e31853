// How near is near enough. A program may be off by a tolerance relative to the
// largest element, and by a few times what disturbed runs are off (rounding.h).
#ifndef SINTER_TESTS_DIFFERENTIAL_TOLERANCE_H_
#define SINTER_TESTS_DIFFERENTIAL_TOLERANCE_H_

#include "tests/differential/expectation.h"

namespace sinter::differential {

inline constexpr double kOutputTolerance = 1e-5;
inline constexpr double kStateTolerance = 1e-4;
inline constexpr double kGradientTolerance = 1e-4;
inline constexpr double kLossTolerance = 1e-4;

// FLT_MIN: what is smaller is zero in a program, and is not in double
// precision.
inline constexpr double kUnderflow = 0x1p-126;
// FLT_MAX: what is larger is infinite in a program.
inline constexpr double kOverflow = 0x1.fffffep127;

// Of few disturbed runs.
inline constexpr double kSpreads = 4;

double LargestOf(const Tensor& tensor);
// Infinite if the shapes differ or an element is not a number.
double LargestDifference(const Tensor& a, const Tensor& b);

// Whether rounding takes a state's tensor less far than its tolerance.
bool IsCertain(const ExpectedTensor& expected);

}  // namespace sinter::differential

#endif  // SINTER_TESTS_DIFFERENTIAL_TOLERANCE_H_
