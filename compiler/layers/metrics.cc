#include "compiler/layers/metrics.h"

#include <algorithm>
#include <iterator>

#include "compiler/ir/nn_dialect.h"
#include "mlir/IR/Builders.h"

namespace sinter {
namespace {

using mlir::Location;
using mlir::OpBuilder;
using mlir::Value;

// Of the output as it is.
template <typename Op>
Value MeasureOutput(OpBuilder& builder, Location location,
                    const Measured& measured) {
  return builder.create<Op>(location, measured.output, measured.targets);
}

template <typename Op>
Value MeasureLogits(OpBuilder& builder, Location location,
                    const Measured& measured) {
  return builder.create<Op>(location, measured.logits, measured.targets);
}

// Which output is the largest does not change with a softmax.
Value MeasureFirst(OpBuilder& builder, Location location,
                   const Measured& measured) {
  return builder.create<nn::AccuracyOp>(location, measured.scores,
                                        measured.targets);
}

// Keras' "accuracy": of one output binary_accuracy.
Value MeasureAccuracy(OpBuilder& builder, Location location,
                      const Measured& measured) {
  const auto targets =
      mlir::cast<mlir::RankedTensorType>(measured.targets.getType());
  const bool is_binary = targets.getRank() == 2 && targets.getDimSize(1) == 1;
  return is_binary
             ? MeasureOutput<nn::BinaryAccuracyOp>(builder, location, measured)
             : MeasureFirst(builder, location, measured);
}

// Keras' default.
constexpr uint32_t kTop = 5;

Value MeasureTop(OpBuilder& builder, Location location,
                 const Measured& measured) {
  return builder.create<nn::TopKAccuracyOp>(location, measured.scores,
                                            measured.targets, kTop);
}

constexpr std::string_view kAsLoss = "mean of the loss of that name";
constexpr std::string_view kFirst =
    "share of samples whose first largest output is the label's";

constexpr MetricType kMetrics[] = {
    {"accuracy",
     "share of samples whose first largest output is the label's, or the "
     "largest target's; of one value, binary_accuracy",
     Targets::kEither, OutputFunction::kOther, MeasureAccuracy},
    {"sparse_categorical_accuracy", kFirst, Targets::kLabels,
     OutputFunction::kOther, MeasureFirst},
    {"categorical_accuracy",
     "share of samples whose first largest output is at the largest target",
     Targets::kValues, OutputFunction::kOther, MeasureFirst},
    {"binary_accuracy",
     "share of the outputs that are above 0.5 where the target is 1 and not "
     "where it is 0",
     Targets::kValues, OutputFunction::kOther,
     MeasureOutput<nn::BinaryAccuracyOp>},
    {"sparse_top_k_categorical_accuracy",
     "share of samples where fewer than 5 outputs are larger than the label's",
     Targets::kLabels, OutputFunction::kOther, MeasureTop},
    {"sparse_categorical_crossentropy",
     "mean of the loss of that name; the last layer must be a softmax, or its "
     "loss must have from_logits",
     Targets::kLabels, OutputFunction::kSoftmax,
     MeasureLogits<nn::SparseCrossEntropyOp>},
    {"categorical_crossentropy",
     "mean of the loss of that name; the last layer must be a softmax, or its "
     "loss must have from_logits",
     Targets::kValues, OutputFunction::kSoftmax,
     MeasureLogits<nn::CrossEntropyOp>},
    {"binary_crossentropy",
     "mean of the loss of that name; the last layer must be a sigmoid, or its "
     "loss must have from_logits",
     Targets::kValues, OutputFunction::kSigmoid,
     MeasureLogits<nn::BinaryCrossEntropyOp>},
    {"mean_squared_error", kAsLoss, Targets::kEither, OutputFunction::kOther,
     MeasureOutput<nn::MeanSquaredErrorOp>},
    {"mean_absolute_error", kAsLoss, Targets::kEither, OutputFunction::kOther,
     MeasureOutput<nn::MeanAbsoluteErrorOp>},
    {"mean_absolute_percentage_error", kAsLoss, Targets::kValues,
     OutputFunction::kOther, MeasureOutput<nn::MeanAbsolutePercentageErrorOp>},
    {"mean_squared_logarithmic_error", kAsLoss, Targets::kValues,
     OutputFunction::kOther, MeasureOutput<nn::MeanSquaredLogarithmicErrorOp>},
    {"log_cosh", kAsLoss, Targets::kEither, OutputFunction::kOther,
     MeasureOutput<nn::LogCoshOp>},
    {"poisson", kAsLoss, Targets::kValues, OutputFunction::kOther,
     MeasureOutput<nn::PoissonOp>},
    {"kl_divergence", kAsLoss, Targets::kValues, OutputFunction::kOther,
     MeasureOutput<nn::KlDivergenceOp>},
    {"hinge", kAsLoss, Targets::kEither, OutputFunction::kOther,
     MeasureOutput<nn::HingeOp>},
    {"squared_hinge", kAsLoss, Targets::kEither, OutputFunction::kOther,
     MeasureOutput<nn::SquaredHingeOp>},
};

}  // namespace

std::span<const MetricType> AllMetrics() { return kMetrics; }

const MetricType* FindMetric(std::string_view name) {
  const auto* found = std::ranges::find(kMetrics, name, &MetricType::name);
  return found == std::end(kMetrics) ? nullptr : found;
}

}  // namespace sinter
