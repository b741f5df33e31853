// Penalties, and limits of gradients. The dialect's summary is in
// nn_gradient_ops.td.
#include "compiler/codegen/reference/function_library.h"

namespace sinter {

static constexpr LibraryFunction kGradientFunctions[] = {
    {"Penalty", "", R"(
// The sum of l1 |w| + l2 w^2 over all elements.
float Penalty(const Matrix& w, float l1, float l2) {
  double total = 0.0;
  for (size_t i = 0; i < w.rows; ++i) {
    for (size_t j = 0; j < w.cols; ++j) {
      total += l1 * std::abs(w(i, j)) + l2 * w(i, j) * w(i, j);
    }
  }
  return static_cast<float>(total);
}
)"},
    {"PenaltyGrad", "", R"(
// dw = dy (l1 sign(w) + 2 l2 w).
void PenaltyGrad(float dy, const Matrix& w, float l1, double l2,
                 const Matrix& dw) {
  const float twice = static_cast<float>(2.0 * l2);
  for (size_t i = 0; i < w.rows; ++i) {
    for (size_t j = 0; j < w.cols; ++j) {
      float sign = w(i, j) > 0.0f ? 1.0f : -1.0f;
      if (w(i, j) == 0.0f || std::isnan(w(i, j))) sign = w(i, j);
      dw(i, j) = dy * (l1 * sign + twice * w(i, j));
    }
  }
}
)"},
    {"SumOfSquares", "", R"(
// The sum of x^2 over all elements.
float SumOfSquares(const Matrix& x) {
  double total = 0.0;
  for (size_t i = 0; i < x.rows; ++i) {
    for (size_t j = 0; j < x.cols; ++j) {
      total += x(i, j) * x(i, j);
    }
  }
  return static_cast<float>(total);
}
)"},
    {"LimitNorm", "", R"(
// What a gradient with this sum of squares is multiplied by.
float LimitNorm(float squares, float limit) {
  const float norm = std::sqrt(squares);
  if (std::isnan(norm)) return norm;
  return norm > limit ? limit / norm : 1.0f;
}
)"},
    {"LimitFiniteNorm", "LimitNorm", R"(
// The same; NaN where the norm is infinite.
float LimitFiniteNorm(float squares, float limit) {
  return std::isinf(squares) ? std::nanf("") : LimitNorm(squares, limit);
}
)"},
    {"Times", "", R"(
// y = x * factor.
void Times(const Matrix& x, float factor, const Matrix& y) {
  for (size_t i = 0; i < x.rows; ++i) {
    for (size_t j = 0; j < x.cols; ++j) {
      y(i, j) = x(i, j) * factor;
    }
  }
}
)"},
    {"Clip", "", R"(
// y = x within -limit and limit; NaN stays.
void Clip(const Matrix& x, float limit, const Matrix& y) {
  for (size_t i = 0; i < x.rows; ++i) {
    for (size_t j = 0; j < x.cols; ++j) {
      y(i, j) = x(i, j);
      if (x(i, j) > limit) y(i, j) = limit;
      if (x(i, j) < -limit) y(i, j) = -limit;
    }
  }
}
)"},
    {"AddNumbers", "", R"(
float AddNumbers(float a, float b) { return a + b; }
)"},
};

llvm::ArrayRef<LibraryFunction> GradientFunctions() {
  return kGradientFunctions;
}

}  // namespace sinter
