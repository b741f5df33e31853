// Ops of the same element of two tensors. The dialect's summary is in
// nn_pairwise_ops.td.
#include "compiler/codegen/reference/function_library.h"

namespace sinter {

static constexpr LibraryFunction kPairwiseFunctions[] = {
    {"Divide", "", R"(
// y = a / b.
void Divide(const Matrix& a, const Matrix& b, const Matrix& y) {
  for (size_t i = 0; i < y.rows; ++i) {
    for (size_t j = 0; j < y.cols; ++j) {
      y(i, j) = a(i, j) / b(i, j);
    }
  }
}
)"},
    {"Maximum", "", R"(
// y = max(a, b), NaN if one is NaN.
void Maximum(const Matrix& a, const Matrix& b, const Matrix& y) {
  for (size_t i = 0; i < y.rows; ++i) {
    for (size_t j = 0; j < y.cols; ++j) {
      y(i, j) = a(i, j) >= b(i, j) || std::isnan(a(i, j)) ? a(i, j) : b(i, j);
    }
  }
}
)"},
    {"Minimum", "", R"(
// y = min(a, b), NaN if one is NaN.
void Minimum(const Matrix& a, const Matrix& b, const Matrix& y) {
  for (size_t i = 0; i < y.rows; ++i) {
    for (size_t j = 0; j < y.cols; ++j) {
      y(i, j) = a(i, j) <= b(i, j) || std::isnan(a(i, j)) ? a(i, j) : b(i, j);
    }
  }
}
)"},
    {"WhereGreater", "", R"(
// y = a > b ? x : 0; with `or_equal` x also where a = b.
void WhereGreater(const Matrix& x, const Matrix& a, const Matrix& b,
                  bool or_equal, const Matrix& y) {
  for (size_t i = 0; i < y.rows; ++i) {
    for (size_t j = 0; j < y.cols; ++j) {
      const bool is_taken =
          a(i, j) > b(i, j) || (or_equal && a(i, j) == b(i, j));
      y(i, j) = is_taken ? x(i, j) : 0.0f;
    }
  }
}
)"},
};

llvm::ArrayRef<LibraryFunction> PairwiseFunctions() {
  return kPairwiseFunctions;
}

}  // namespace sinter
