// Losses, their gradients, accuracy. The rows of `logits` and `outputs` are the
// samples that count. The dialect's summary is in nn_loss_ops.td.
//
// Exponentials are added up in double: of a row whose largest element is far
// above the others, float32 would lose terms below 2^-24 one by one, and with
// them most of 1 - p.
#include "compiler/codegen/reference/function_library.h"

namespace sinter {

static constexpr LibraryFunction kLossFunctions[] = {
    {"RowMaximum", "", R"(
// NaN if one of the row's elements is NaN.
float RowMaximum(const Matrix& x, size_t i) {
  float maximum = x(i, 0);
  for (size_t j = 1; j < x.cols; ++j) {
    if (x(i, j) > maximum || std::isnan(x(i, j))) maximum = x(i, j);
  }
  return maximum;
}
)"},
    {"Softmax", "RowMaximum", R"(
// Every row of y = the normalised exponentials of the row of x.
void Softmax(const Matrix& x, const Matrix& y) {
  for (size_t i = 0; i < y.rows; ++i) {
    const float maximum = RowMaximum(x, i);
    double sum = 0.0;
    for (size_t j = 0; j < y.cols; ++j) {
      y(i, j) = std::exp(x(i, j) - maximum);
      sum += y(i, j);
    }
    for (size_t j = 0; j < y.cols; ++j) {
      y(i, j) /= static_cast<float>(sum);
    }
  }
}
)"},
    {"SoftmaxGrad", "", R"(
// In every row, dx = y * (dy - sum of dy * y).
void SoftmaxGrad(const Matrix& dy, const Matrix& y, const Matrix& dx) {
  for (size_t i = 0; i < dx.rows; ++i) {
    Sum sum = Sum::OverFeatures(dx.cols);
    for (size_t j = 0; j < dx.cols; ++j) {
      sum.Add(dy(i, j) * y(i, j));
    }
    for (size_t j = 0; j < dx.cols; ++j) {
      dx(i, j) = y(i, j) * (dy(i, j) - sum.Total());
    }
  }
}
)"},
    {"SparseCrossEntropy", "RowMaximum", R"(
// The mean over the rows of log(sum of exp(z)) - z[label].
float SparseCrossEntropy(const Matrix& logits, const uint8_t* labels) {
  Sum total = Sum::OverSamples(logits.rows);
  for (size_t i = 0; i < logits.rows; ++i) {
    const float maximum = RowMaximum(logits, i);
    double sum = 0.0;
    for (size_t j = 0; j < logits.cols; ++j) {
      sum += std::exp(logits(i, j) - maximum);
    }
    total.Add(std::log(static_cast<float>(sum)) +
              (maximum - logits(i, labels[i])));
  }
  return total.Total() / logits.rows;
}
)"},
    {"SparseCrossEntropyGrad", "RowMaximum", R"(
// In every row, gradient = (softmax(z) - [j = label]) / rows.
void SparseCrossEntropyGrad(const Matrix& logits, const uint8_t* labels,
                            const Matrix& gradient) {
  for (size_t i = 0; i < logits.rows; ++i) {
    const float maximum = RowMaximum(logits, i);
    double sum = 0.0;
    for (size_t j = 0; j < logits.cols; ++j) {
      gradient(i, j) = std::exp(logits(i, j) - maximum);
      sum += gradient(i, j);
    }
    for (size_t j = 0; j < logits.cols; ++j) {
      const float target = j == labels[i] ? 1.0f : 0.0f;
      const float share = gradient(i, j) / static_cast<float>(sum);
      gradient(i, j) = (share - target) / logits.rows;
    }
  }
}
)"},
    {"MeanSquaredError", "", R"(
// The mean of (output - [j = label])^2.
float MeanSquaredError(const Matrix& outputs, const uint8_t* labels) {
  Sum total = Sum::OverSamples(outputs.rows);
  for (size_t i = 0; i < outputs.rows; ++i) {
    for (size_t j = 0; j < outputs.cols; ++j) {
      const float target = j == labels[i] ? 1.0f : 0.0f;
      const float error = outputs(i, j) - target;
      total.Add(error * error);
    }
  }
  return total.Total() / (outputs.rows * outputs.cols);
}
)"},
    {"MeanSquaredErrorGrad", "", R"(
// gradient = 2 (output - [j = label]) / (rows * cols).
void MeanSquaredErrorGrad(const Matrix& outputs, const uint8_t* labels,
                          const Matrix& gradient) {
  const float scale = 2.0f / (outputs.rows * outputs.cols);
  for (size_t i = 0; i < outputs.rows; ++i) {
    for (size_t j = 0; j < outputs.cols; ++j) {
      const float target = j == labels[i] ? 1.0f : 0.0f;
      gradient(i, j) = (outputs(i, j) - target) * scale;
    }
  }
}
)"},
    {"Accuracy", "RowMaximum", R"(
// The number of rows whose first maximum is at their label. Rows with NaN have
// no maximum.
float Accuracy(const Matrix& outputs, const uint8_t* labels) {
  size_t correct = 0;
  for (size_t i = 0; i < outputs.rows; ++i) {
    const float maximum = RowMaximum(outputs, i);
    size_t best = 0;
    while (best < outputs.cols && outputs(i, best) != maximum) ++best;
    if (best == labels[i]) ++correct;
  }
  return static_cast<float>(correct);
}
)"},
};

llvm::ArrayRef<LibraryFunction> LossFunctions() { return kLossFunctions; }

}  // namespace sinter
