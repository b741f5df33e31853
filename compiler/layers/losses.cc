#include "compiler/layers/losses.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "compiler/ir/nn_dialect.h"
#include "compiler/spec/field_members.h"
#include "mlir/IR/Builders.h"

namespace sinter {
namespace {

using mlir::Location;
using mlir::OpBuilder;
using mlir::Value;

// ---- Keys ----

constexpr SpecField kOneHot = {
    "one_hot", "false", kAny,
    "whether the targets are labels, which stand for one-hot vectors",
    Member<LossSpec, &LossSpec::one_hot>};
constexpr SpecField kLabelSmoothing = {
    "label_smoothing", "0.0", FromTo(0, 1),
    "moves each target by this share to the mean of all",
    Member<LossSpec, &LossSpec::label_smoothing>};

constexpr SpecField FromLogits(std::string_view meaning) {
  return {"from_logits", "false", kAny, meaning,
          Member<LossSpec, &LossSpec::from_logits>};
}
constexpr SpecField kFromSoftmaxLogits = FromLogits(
    "whether the last layer gives logits; if not, it must be a softmax");

constexpr SpecField kSparseFields[] = {kFromSoftmaxLogits};
constexpr SpecField kCategoricalFields[] = {kFromSoftmaxLogits,
                                            kLabelSmoothing};
constexpr SpecField kBinaryFields[] = {
    FromLogits(
        "whether the last layer gives logits; if not, it must be a sigmoid"),
    kLabelSmoothing};
constexpr SpecField kOneHotFields[] = {kOneHot};
constexpr SpecField kHuberFields[] = {
    {"delta", "1.0", Above(0), "where the square ends and the line begins",
     Member<LossSpec, &LossSpec::delta>},
    kOneHot};

// ---- Ops ----

template <typename Op>
Value Create(OpBuilder& builder, Location location, Value scores, Value targets,
             const LossSpec&) {
  return builder.create<Op>(location, scores, targets);
}

Value CreateHuber(OpBuilder& builder, Location location, Value scores,
                  Value targets, const LossSpec& loss) {
  return builder.create<nn::HuberOp>(location, scores, targets, loss.delta);
}

// Targets that are moved to `middle`.
Value Smooth(OpBuilder& builder, Location location, Value targets,
             double middle, const LossSpec& loss) {
  const double share = loss.label_smoothing;
  if (share == 0.0) return targets;
  return builder.create<nn::RescaleOp>(location, targets, 1.0 - share,
                                       share * middle);
}

Value CreateCategorical(OpBuilder& builder, Location location, Value scores,
                        Value targets, const LossSpec& loss) {
  const auto type = mlir::cast<mlir::RankedTensorType>(scores.getType());
  const double middle = 1.0 / static_cast<double>(type.getDimSize(1));
  return builder.create<nn::CrossEntropyOp>(
      location, scores, Smooth(builder, location, targets, middle, loss));
}

Value CreateBinary(OpBuilder& builder, Location location, Value scores,
                   Value targets, const LossSpec& loss) {
  return builder.create<nn::BinaryCrossEntropyOp>(
      location, scores, Smooth(builder, location, targets, 0.5, loss));
}

constexpr LossType kLosses[] = {
    {{"sparse_categorical_crossentropy",
      "-log of the probability of the label.", kSparseFields},
     OutputFunction::kSoftmax,
     Targets::kLabels,
     Create<nn::SparseCrossEntropyOp>},
    {{"categorical_crossentropy",
      "-log of the probabilities, weighted with the targets, which are "
      "probabilities themselves.",
      kCategoricalFields},
     OutputFunction::kSoftmax,
     Targets::kValues,
     CreateCategorical},
    {{"binary_crossentropy", "-log of the probability of each target, 0 or 1.",
      kBinaryFields},
     OutputFunction::kSigmoid,
     Targets::kValues,
     CreateBinary},
    {{"mean_squared_error", "Mean of (output - target)^2.", kOneHotFields},
     OutputFunction::kOther,
     Targets::kEither,
     Create<nn::MeanSquaredErrorOp>},
    {{"mean_absolute_error", "Mean of |output - target|.", kOneHotFields},
     OutputFunction::kOther,
     Targets::kEither,
     Create<nn::MeanAbsoluteErrorOp>},
    {{"mean_absolute_percentage_error",
      "Mean of 100 |output - target| / max(|target|, 1e-7). No keys of its "
      "own.",
      {}},
     OutputFunction::kOther,
     Targets::kValues,
     Create<nn::MeanAbsolutePercentageErrorOp>},
    {{"mean_squared_logarithmic_error",
      "Mean of (log(1 + output) - log(1 + target))^2, of at least 1e-7 each. "
      "No keys of its own.",
      {}},
     OutputFunction::kOther,
     Targets::kValues,
     Create<nn::MeanSquaredLogarithmicErrorOp>},
    {{"huber",
      "Mean of e^2 / 2 up to |e| = delta, delta |e| - delta^2 / 2 beyond, with "
      "e = output - target.",
      kHuberFields},
     OutputFunction::kOther,
     Targets::kEither,
     CreateHuber},
    {{"log_cosh", "Mean of log(cosh(output - target)).", kOneHotFields},
     OutputFunction::kOther,
     Targets::kEither,
     Create<nn::LogCoshOp>},
    {{"poisson",
      "Mean of output - target log(output + 1e-7). No keys of its own.",
      {}},
     OutputFunction::kOther,
     Targets::kValues,
     Create<nn::PoissonOp>},
    {{"kl_divergence",
      "Sum of target log(target / output), each from 1e-7 to 1. No keys of its "
      "own.",
      {}},
     OutputFunction::kOther,
     Targets::kValues,
     Create<nn::KlDivergenceOp>},
    {{"hinge",
      "Mean of max(1 - target output, 0); targets are -1 or 1, and 0 is read "
      "as -1.",
      kOneHotFields},
     OutputFunction::kOther,
     Targets::kEither,
     Create<nn::HingeOp>},
    {{"squared_hinge",
      "Mean of max(1 - target output, 0)^2; targets are -1 or 1, and 0 is read "
      "as -1.",
      kOneHotFields},
     OutputFunction::kOther,
     Targets::kEither,
     Create<nn::SquaredHingeOp>},
};

}  // namespace

std::span<const LossType> AllLosses() { return kLosses; }

const LossType* FindLoss(std::string_view name) {
  const auto* found = std::ranges::find_if(
      kLosses, [&](const LossType& type) { return type.section.name == name; });
  return found == std::end(kLosses) ? nullptr : found;
}

}  // namespace sinter
