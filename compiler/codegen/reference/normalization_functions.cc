// Normalization along rows, and the scale that follows it. The dialect's
// summary is in nn_normalization_ops.td.
#include "compiler/codegen/reference/function_library.h"

namespace sinter {

static constexpr LibraryFunction kNormalizationFunctions[] = {
    {"Moments", "", R"(
// Of one row: its mean, and 1 / sqrt(variance + epsilon).
struct Moments {
  Moments(const Matrix& x, size_t i, float epsilon) {
    double sum = 0.0;
    for (size_t j = 0; j < x.cols; ++j) sum += x(i, j);
    mean = sum / x.cols;
    double squares = 0.0;
    for (size_t j = 0; j < x.cols; ++j) {
      squares += (x(i, j) - mean) * (x(i, j) - mean);
    }
    scale = 1.0 / std::sqrt(squares / x.cols + epsilon);
  }

  double mean;
  double scale;
};
)"},
    {"Normalize", "Moments", R"(
// In every row, y = (x - mean) / sqrt(variance + epsilon).
void Normalize(const Matrix& x, float epsilon, const Matrix& y) {
  for (size_t i = 0; i < y.rows; ++i) {
    const Moments moments(x, i, epsilon);
    for (size_t j = 0; j < y.cols; ++j) {
      y(i, j) = static_cast<float>((x(i, j) - moments.mean) * moments.scale);
    }
  }
}
)"},
    {"NormalizeGrad", "Moments", R"(
// In every row, with h = normalize(x):
// dx = (dy - mean of dy - h * mean of dy * h) / sqrt(variance + epsilon).
void NormalizeGrad(const Matrix& dy, const Matrix& x, float epsilon,
                   const Matrix& dx) {
  for (size_t i = 0; i < dx.rows; ++i) {
    const Moments moments(x, i, epsilon);
    double sum = 0.0;
    double product = 0.0;
    for (size_t j = 0; j < dx.cols; ++j) {
      sum += dy(i, j);
      product += dy(i, j) * (x(i, j) - moments.mean) * moments.scale;
    }
    for (size_t j = 0; j < dx.cols; ++j) {
      const double h = (x(i, j) - moments.mean) * moments.scale;
      dx(i, j) = static_cast<float>(
          (dy(i, j) - sum / dx.cols - h * product / dx.cols) * moments.scale);
    }
  }
}
)"},
    {"Scale", "", R"(
// y = x * gamma, in every row.
void Scale(const Matrix& x, const Matrix& gamma, const Matrix& y) {
  for (size_t i = 0; i < y.rows; ++i) {
    for (size_t j = 0; j < y.cols; ++j) {
      y(i, j) = x(i, j) * gamma(0, j);
    }
  }
}
)"},
};

llvm::ArrayRef<LibraryFunction> NormalizationFunctions() {
  return kNormalizationFunctions;
}

}  // namespace sinter
