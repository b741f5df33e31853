#include "tests/differential/tolerance.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace sinter::differential {

double LargestOf(const Tensor& tensor) {
  double largest = 0;
  for (const double value : tensor.data) {
    if (std::isnan(value)) return std::numeric_limits<double>::infinity();
    largest = std::max(largest, std::abs(value));
  }
  return largest;
}

double LargestDifference(const Tensor& a, const Tensor& b) {
  if (a.shape != b.shape) return std::numeric_limits<double>::infinity();
  Tensor difference = a;
  for (size_t i = 0; i < b.data.size(); ++i) difference.data[i] -= b.data[i];
  return LargestOf(difference);
}

bool IsCertain(const ExpectedTensor& expected) {
  return kSpreads * expected.spread <=
         kStateTolerance * LargestOf(expected.value);
}

}  // namespace sinter::differential
