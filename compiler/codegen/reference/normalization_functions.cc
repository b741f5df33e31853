// Normalization along rows and across the batch, and the scale that follows it.
// The dialect's summary is in nn_normalization_ops.td.
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
    {"BatchNormalize", "", R"(
// Of every column, its mean and variance; y = (x - mean) / sqrt(variance +
// epsilon).
void BatchNormalize(const Matrix& x, float epsilon, const Matrix& y,
                    const Matrix& mean, const Matrix& variance) {
  for (size_t j = 0; j < x.cols; ++j) {
    double sum = 0.0;
    for (size_t i = 0; i < x.rows; ++i) sum += x(i, j);
    const double center = sum / x.rows;
    double squares = 0.0;
    for (size_t i = 0; i < x.rows; ++i) {
      squares += (x(i, j) - center) * (x(i, j) - center);
    }
    mean(0, j) = static_cast<float>(center);
    variance(0, j) = static_cast<float>(squares / x.rows);
    const double scale = 1.0 / std::sqrt(squares / x.rows + epsilon);
    for (size_t i = 0; i < x.rows; ++i) {
      y(i, j) = static_cast<float>((x(i, j) - center) * scale);
    }
  }
}
)"},
    {"BatchNormalizeGrad", "", R"(
// In every column, dx = (dy - mean of dy - y * mean of dy * y) / sqrt(variance +
// epsilon).
void BatchNormalizeGrad(const Matrix& dy, const Matrix& y,
                        const Matrix& variance, float epsilon,
                        const Matrix& dx) {
  for (size_t j = 0; j < y.cols; ++j) {
    double sum = 0.0;
    double product = 0.0;
    for (size_t i = 0; i < y.rows; ++i) {
      sum += dy(i, j);
      product += dy(i, j) * y(i, j);
    }
    const double scale = 1.0 / std::sqrt(variance(0, j) + epsilon);
    for (size_t i = 0; i < y.rows; ++i) {
      dx(i, j) = static_cast<float>(
          (dy(i, j) - sum / y.rows - y(i, j) * product / y.rows) * scale);
    }
  }
}
)"},
    {"Standardize", "", R"(
// In every column, y = (x - mean) / sqrt(variance + epsilon).
void Standardize(const Matrix& x, const Matrix& mean, const Matrix& variance,
                 float epsilon, const Matrix& y) {
  for (size_t i = 0; i < y.rows; ++i) {
    for (size_t j = 0; j < y.cols; ++j) {
      y(i, j) = (x(i, j) - mean(0, j)) / std::sqrt(variance(0, j) + epsilon);
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
