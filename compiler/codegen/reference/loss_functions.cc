// Losses, their gradients, accuracies. The rows of all matrices are the samples
// that count. The dialect's summary is in nn_loss_ops.td.
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
// Of every row, log(sum of exp(z)) - z[label].
void SparseCrossEntropy(const Matrix& logits, const uint8_t* labels,
                        const Matrix& losses) {
  for (size_t i = 0; i < logits.rows; ++i) {
    const float maximum = RowMaximum(logits, i);
    double sum = 0.0;
    for (size_t j = 0; j < logits.cols; ++j) {
      sum += std::exp(logits(i, j) - maximum);
    }
    losses(i, 0) = std::log(static_cast<float>(sum)) +
                   (maximum - logits(i, labels[i]));
  }
}
)"},
    {"SparseCrossEntropyGrad", "RowMaximum", R"(
// In every row, gradient = dy * (softmax(z) - [j = label]).
void SparseCrossEntropyGrad(const Matrix& dy, const Matrix& logits,
                            const uint8_t* labels, const Matrix& gradient) {
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
      gradient(i, j) = (share - target) * dy(i, 0);
    }
  }
}
)"},
    {"MeanSquaredError", "", R"(
// Of every row, the mean of (output - [j = label])^2.
void MeanSquaredError(const Matrix& outputs, const uint8_t* labels,
                      const Matrix& losses) {
  for (size_t i = 0; i < outputs.rows; ++i) {
    Sum total = Sum::OverFeatures(outputs.cols);
    for (size_t j = 0; j < outputs.cols; ++j) {
      const float target = j == labels[i] ? 1.0f : 0.0f;
      const float error = outputs(i, j) - target;
      total.Add(error * error);
    }
    losses(i, 0) = total.Total() / outputs.cols;
  }
}
)"},
    {"MeanSquaredErrorGrad", "", R"(
// In every row, gradient = dy * 2 (output - [j = label]) / cols.
void MeanSquaredErrorGrad(const Matrix& dy, const Matrix& outputs,
                          const uint8_t* labels, const Matrix& gradient) {
  for (size_t i = 0; i < outputs.rows; ++i) {
    const float scale = dy(i, 0) * (2.0f / outputs.cols);
    for (size_t j = 0; j < outputs.cols; ++j) {
      const float target = j == labels[i] ? 1.0f : 0.0f;
      gradient(i, j) = (outputs(i, j) - target) * scale;
    }
  }
}
)"},
    {"Accuracy", "RowMaximum", R"(
// Of every row, 1 if its first maximum is at its label. Rows with NaN have no
// maximum.
void Accuracy(const Matrix& outputs, const uint8_t* labels,
              const Matrix& correct) {
  for (size_t i = 0; i < outputs.rows; ++i) {
    const float maximum = RowMaximum(outputs, i);
    size_t best = 0;
    while (best < outputs.cols && outputs(i, best) != maximum) ++best;
    correct(i, 0) = best == labels[i] ? 1.0f : 0.0f;
  }
}
)"},
    {"TopKAccuracy", "", R"(
// Of every row, 1 if fewer than k elements are larger than its label's. Rows
// with NaN or an infinity have no order.
void TopKAccuracy(const Matrix& outputs, const uint8_t* labels, size_t k,
                  const Matrix& correct) {
  for (size_t i = 0; i < outputs.rows; ++i) {
    bool is_finite = true;
    size_t larger = 0;
    for (size_t j = 0; j < outputs.cols; ++j) {
      is_finite = is_finite && std::isfinite(outputs(i, j));
      if (outputs(i, j) > outputs(i, labels[i])) ++larger;
    }
    correct(i, 0) = is_finite && larger < k ? 1.0f : 0.0f;
  }
}
)"},
    {"SampleSum", "", R"(
// The sum over the samples.
float SampleSum(const Matrix& x) {
  Sum total = Sum::OverSamples(x.rows);
  for (size_t i = 0; i < x.rows; ++i) {
    total.Add(x(i, 0));
  }
  return total.Total();
}
)"},
    {"SampleMean", "SampleSum", R"(
// The mean over the samples.
float SampleMean(const Matrix& x) {
  return SampleSum(x) / x.rows;
}
)"},
    {"SampleMeanGrad", "", R"(
// dx = dy / samples, the same for every sample.
void SampleMeanGrad(float dy, const Matrix& dx) {
  for (size_t i = 0; i < dx.rows; ++i) {
    dx(i, 0) = dy / dx.rows;
  }
}
)"},
};

llvm::ArrayRef<LibraryFunction> LossFunctions() { return kLossFunctions; }

}  // namespace sinter
