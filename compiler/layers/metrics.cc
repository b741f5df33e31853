#include "compiler/layers/metrics.h"

#include <algorithm>
#include <iterator>

#include "compiler/ir/nn_dialect.h"
#include "compiler/spec/limits.h"

namespace sinter {
namespace {

using mlir::Location;
using mlir::OpBuilder;
using mlir::Value;

template <typename Op>
Value Measure(OpBuilder& builder, Location location, Value scores,
              Value labels) {
  return builder.create<Op>(location, scores, labels);
}

// Keras' default.
constexpr uint32_t kTop = 5;

Value MeasureTop(OpBuilder& builder, Location location, Value scores,
                 Value labels) {
  return builder.create<nn::TopKAccuracyOp>(location, scores, labels, kTop);
}

constexpr std::string_view kAccuracy =
    "share of samples whose first largest output is the label's";

constexpr MetricType kMetrics[] = {
    {"accuracy", kAccuracy, std::nullopt, Measure<nn::AccuracyOp>},
    {"sparse_categorical_accuracy", kAccuracy, std::nullopt,
     Measure<nn::AccuracyOp>},
    {"sparse_top_k_categorical_accuracy",
     "share of samples where fewer than 5 outputs are larger than the label's",
     std::nullopt, MeasureTop},
    {"sparse_categorical_crossentropy",
     "mean of the loss of that name; with another loss, the last layer must be "
     "a softmax",
     Loss::kSparseCategoricalCrossentropy, Measure<nn::SparseCrossEntropyOp>},
    {"mean_squared_error",
     "mean of the loss of that name, of whatever the outputs are",
     Loss::kMeanSquaredError, Measure<nn::MeanSquaredErrorOp>},
};

// A spec names each once, so none has more.
static_assert(std::size(kMetrics) <= kMostMetrics);

}  // namespace

std::span<const MetricType> AllMetrics() { return kMetrics; }

const MetricType* FindMetric(std::string_view name) {
  const auto* found = std::ranges::find(kMetrics, name, &MetricType::name);
  return found == std::end(kMetrics) ? nullptr : found;
}

}  // namespace sinter
