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
    {"LogSoftmax", "RowMaximum", R"(
// Every row of y = the logarithms of softmax of the row of x.
void LogSoftmax(const Matrix& x, const Matrix& y) {
  for (size_t i = 0; i < y.rows; ++i) {
    const float maximum = RowMaximum(x, i);
    double sum = 0.0;
    for (size_t j = 0; j < y.cols; ++j) {
      sum += std::exp(x(i, j) - maximum);
    }
    for (size_t j = 0; j < y.cols; ++j) {
      y(i, j) = x(i, j) - maximum - std::log(static_cast<float>(sum));
    }
  }
}
)"},
    {"LogSoftmaxGrad", "", R"(
// In every row, dx = dy - exp(y) * (sum of dy).
void LogSoftmaxGrad(const Matrix& dy, const Matrix& y, const Matrix& dx) {
  for (size_t i = 0; i < dx.rows; ++i) {
    Sum sum = Sum::OverFeatures(dx.cols);
    for (size_t j = 0; j < dx.cols; ++j) {
      sum.Add(dy(i, j));
    }
    for (size_t j = 0; j < dx.cols; ++j) {
      dx(i, j) = dy(i, j) - std::exp(y(i, j)) * sum.Total();
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
    {"CrossEntropy", "RowMaximum", R"(
// Of every row, the sum of target * (log(sum of exp(z)) - z).
void CrossEntropy(const Matrix& logits, const Matrix& targets,
                  const Matrix& losses) {
  for (size_t i = 0; i < logits.rows; ++i) {
    const float maximum = RowMaximum(logits, i);
    double sum = 0.0;
    for (size_t j = 0; j < logits.cols; ++j) {
      sum += std::exp(logits(i, j) - maximum);
    }
    const float logarithm = std::log(static_cast<float>(sum));
    Sum loss = Sum::OverFeatures(logits.cols);
    for (size_t j = 0; j < logits.cols; ++j) {
      loss.Add(targets(i, j) * (logarithm + (maximum - logits(i, j))));
    }
    losses(i, 0) = loss.Total();
  }
}
)"},
    {"CrossEntropyGrad", "RowMaximum", R"(
// In every row, gradient = dy * (softmax(z) * sum of targets - target).
void CrossEntropyGrad(const Matrix& dy, const Matrix& logits,
                      const Matrix& targets, const Matrix& gradient) {
  for (size_t i = 0; i < logits.rows; ++i) {
    const float maximum = RowMaximum(logits, i);
    double sum = 0.0;
    Sum total = Sum::OverFeatures(logits.cols);
    for (size_t j = 0; j < logits.cols; ++j) {
      gradient(i, j) = std::exp(logits(i, j) - maximum);
      sum += gradient(i, j);
      total.Add(targets(i, j));
    }
    for (size_t j = 0; j < logits.cols; ++j) {
      const float share = gradient(i, j) / static_cast<float>(sum);
      gradient(i, j) = (share * total.Total() - targets(i, j)) * dy(i, 0);
    }
  }
}
)"},
    {"Target", "", R"(
// What output j of sample i is compared with: of a label, its one-hot vector.
[[maybe_unused]] float Target(const Matrix& targets, size_t i, size_t j) {
  return targets(i, j);
}
[[maybe_unused]] float Target(const uint8_t* labels, size_t i, size_t j) {
  return j == labels[i] ? 1.0f : 0.0f;
}
)"},
    {"Sign", "", R"(
float Sign(float x) {
  if (x > 0.0f) return 1.0f;
  return x < 0.0f ? -1.0f : x * 0.0f;
}
)"},
    {"PointwiseLoss", "Target", R"(
// Of every row, the mean of the losses of its elements.
template <typename Targets, typename Formula>
void PointwiseLoss(const Matrix& outputs, const Targets& targets,
                   const Formula& formula, const Matrix& losses) {
  for (size_t i = 0; i < outputs.rows; ++i) {
    Sum total = Sum::OverFeatures(outputs.cols);
    for (size_t j = 0; j < outputs.cols; ++j) {
      total.Add(formula.Loss(outputs(i, j), Target(targets, i, j)));
    }
    losses(i, 0) = total.Total() / outputs.cols;
  }
}
)"},
    {"PointwiseLossGrad", "Target", R"(
// In every row, gradient = dy * slope * factor / cols.
template <typename Targets, typename Formula>
void PointwiseLossGrad(const Matrix& dy, const Matrix& outputs,
                       const Targets& targets, const Formula& formula,
                       const Matrix& gradient) {
  for (size_t i = 0; i < outputs.rows; ++i) {
    const float scale = dy(i, 0) * (Formula::kFactor / outputs.cols);
    for (size_t j = 0; j < outputs.cols; ++j) {
      const float slope = formula.Slope(outputs(i, j), Target(targets, i, j));
      gradient(i, j) = slope * scale;
    }
  }
}
)"},
    {"MeanSquaredError", "", R"(
struct MeanSquaredError {
  static constexpr float kFactor = 2.0f;  // of all slopes
  float Loss(float o, float t) const { return (o - t) * (o - t); }
  float Slope(float o, float t) const { return o - t; }
};
)"},
    {"MeanAbsoluteError", "Sign", R"(
struct MeanAbsoluteError {
  static constexpr float kFactor = 1.0f;  // of all slopes
  float Loss(float o, float t) const { return std::abs(o - t); }
  float Slope(float o, float t) const { return Sign(o - t); }
};
)"},
    {"MeanAbsolutePercentageError", "Sign", R"(
struct MeanAbsolutePercentageError {
  static constexpr float kFactor = 100.0f;  // of all slopes
  float Loss(float o, float t) const {
    return 100.0f * std::abs((t - o) / Size(t));
  }
  float Slope(float o, float t) const {
    return Sign(o - t) / Size(t);
  }
  static float Size(float t) { return std::max(std::abs(t), 1e-7f); }
};
)"},
    {"MeanSquaredLogarithmicError", "", R"(
struct MeanSquaredLogarithmicError {
  static constexpr float kFactor = 2.0f;  // of all slopes
  float Loss(float o, float t) const {
    const float e = Logarithm(o) - Logarithm(t);
    return e * e;
  }
  float Slope(float o, float t) const {
    if (!(o > 1e-7f)) return o * 0.0f;
    return (Logarithm(o) - Logarithm(t)) / (o + 1.0f);
  }
  static float Logarithm(float x) {
    return std::log((x > 1e-7f || std::isnan(x) ? x : 1e-7f) + 1.0f);
  }
};
)"},
    {"Huber", "", R"(
struct Huber {
  static constexpr float kFactor = 1.0f;  // of all slopes
  float Loss(float o, float t) const {
    const float e = std::abs(o - t);
    return e > delta ? delta * e - 0.5f * (delta * delta) : 0.5f * (e * e);
  }
  float Slope(float o, float t) const {
    const float e = o - t;
    if (e > delta) return delta;
    return e < -delta ? -delta : e;
  }
  float delta;
};
)"},
    {"LogCosh", "", R"(
struct LogCosh {
  static constexpr float kFactor = 1.0f;  // of all slopes
  float Loss(float o, float t) const {
    const float e = std::abs(o - t);
    return e + std::log1p(std::exp(-2.0f * e)) - std::log(2.0f);
  }
  float Slope(float o, float t) const { return std::tanh(o - t); }
};
)"},
    {"BinaryCrossEntropy", "", R"(
struct BinaryCrossEntropy {
  static constexpr float kFactor = 1.0f;  // of all slopes
  float Loss(float o, float t) const {
    const float positive = o > 0.0f || std::isnan(o) ? o : 0.0f;
    return positive - o * t + std::log1p(std::exp(-std::abs(o)));
  }
  float Slope(float o, float t) const {
    const float e = std::exp(-std::abs(o));
    return (o < 0.0f ? e : 1.0f) / (1.0f + e) - t;
  }
};
)"},
    {"Poisson", "", R"(
struct Poisson {
  static constexpr float kFactor = 1.0f;  // of all slopes
  float Loss(float o, float t) const { return o - t * std::log(o + 1e-7f); }
  float Slope(float o, float t) const { return 1.0f - t / (o + 1e-7f); }
};
)"},
    {"KlDivergence", "", R"(
// The loss of a row is the sum, not the mean.
struct KlDivergence {
  static constexpr float kFactor = 1.0f;  // of all slopes
  float Loss(float o, float t) const {
    return cols * (Clip(t) * std::log(Clip(t) / Clip(o)));
  }
  float Slope(float o, float t) const {
    return o > 1e-7f && o < 1.0f ? -cols * (Clip(t) / o) : o * 0.0f;
  }
  static float Clip(float x) {
    if (x < 1e-7f) return 1e-7f;
    return x > 1.0f ? 1.0f : x;
  }
  float cols;
};
)"},
    {"Hinge", "", R"(
struct Hinge {
  static constexpr float kFactor = 1.0f;  // of all slopes
  float Loss(float o, float t) const {
    const float margin = 1.0f - Side(t) * o;
    return margin > 0.0f || std::isnan(margin) ? margin : 0.0f;
  }
  float Slope(float o, float t) const {
    const float margin = 1.0f - Side(t) * o;
    return margin > 0.0f ? -Side(t) : margin * 0.0f;
  }
  static float Side(float t) { return t == 0.0f ? -1.0f : t; }
};
)"},
    {"SquaredHinge", "", R"(
struct SquaredHinge {
  static constexpr float kFactor = -2.0f;  // of all slopes
  float Loss(float o, float t) const {
    const float margin = Margin(o, t);
    return margin * margin;
  }
  float Slope(float o, float t) const {
    return Side(t) * Margin(o, t);
  }
  static float Margin(float o, float t) {
    const float margin = 1.0f - Side(t) * o;
    return margin > 0.0f || std::isnan(margin) ? margin : 0.0f;
  }
  static float Side(float t) { return t == 0.0f ? -1.0f : t; }
};
)"},
    {"BinaryAccuracy", "", R"(
// Of every row, the share of outputs on the side of 0.5 that the target says.
void BinaryAccuracy(const Matrix& outputs, const Matrix& targets,
                    const Matrix& correct) {
  for (size_t i = 0; i < outputs.rows; ++i) {
    Sum total = Sum::OverFeatures(outputs.cols);
    for (size_t j = 0; j < outputs.cols; ++j) {
      const float side = outputs(i, j) > 0.5f ? 1.0f : 0.0f;
      total.Add(targets(i, j) == side ? 1.0f : 0.0f);
    }
    correct(i, 0) = total.Total() / outputs.cols;
  }
}
)"},
    {"FirstMaximum", "RowMaximum", R"(
// Where the row's first maximum is; cols where a row with NaN has none.
size_t FirstMaximum(const Matrix& x, size_t i) {
  const float maximum = RowMaximum(x, i);
  size_t best = 0;
  while (best < x.cols && x(i, best) != maximum) ++best;
  return best;
}
)"},
    {"Accuracy", "FirstMaximum", R"(
// Of every row, 1 if its first maximum is at its label, or at the first maximum
// of its targets.
[[maybe_unused]] void Accuracy(const Matrix& outputs, const uint8_t* labels,
                               const Matrix& correct) {
  for (size_t i = 0; i < outputs.rows; ++i) {
    correct(i, 0) = FirstMaximum(outputs, i) == labels[i] ? 1.0f : 0.0f;
  }
}
[[maybe_unused]] void Accuracy(const Matrix& outputs, const Matrix& targets,
                               const Matrix& correct) {
  for (size_t i = 0; i < outputs.rows; ++i) {
    const size_t label = FirstMaximum(targets, i);
    correct(i, 0) = FirstMaximum(outputs, i) == label ? 1.0f : 0.0f;
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
    {"WeightedSampleMean", "SampleSum", R"(
// The mean over the samples, times `weight`.
float WeightedSampleMean(const Matrix& x, float weight) {
  return SampleSum(x) * (weight / x.rows);
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
    {"WeightedSampleMeanGrad", "", R"(
// dx = dy weight / samples, the same for every sample.
void WeightedSampleMeanGrad(float dy, float weight, const Matrix& dx) {
  for (size_t i = 0; i < dx.rows; ++i) {
    dx(i, 0) = dy * weight / dx.rows;
  }
}
)"},
};

llvm::ArrayRef<LibraryFunction> LossFunctions() { return kLossFunctions; }

}  // namespace sinter
