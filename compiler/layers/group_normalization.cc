#include "compiler/layers/group_normalization.h"

#include "compiler/ir/nn_dialect.h"
#include "compiler/layers/layer_builder.h"
#include "compiler/spec/field_members.h"
#include "compiler/spec/layer_report.h"
#include "compiler/spec/limits.h"
#include "llvm/Support/FormatVariadic.h"

namespace sinter {
namespace {

using Options = GroupNormalizationOptions;

constexpr auto kGroups = std::to_array<SpecField>({
    {"groups", "32", FromTo(-1, kMostElements),
     "of as many neighbouring channels each; -1: each channel is one",
     Member<Options, &Options::groups>},
});
constexpr auto kGroupNormalizationFields =
    JoinFields(kGroups, ScaleAndCenterFields<Options>());

}  // namespace

constinit const LayerType GroupNormalizationLayer::kType = {
    .section = {"GroupNormalization",
                "y = (x - mean) / sqrt(variance + epsilon) * gamma + beta, of "
                "all pixels of a group of channels of a sample.",
                kGroupNormalizationFields},
    .base_name = "group_normalization",
    .create = NewLayer<GroupNormalizationLayer>};

std::optional<SampleShape> GroupNormalizationLayer::InferOutput(
    std::span<const SampleShape> inputs, LayerReport& report) {
  const SampleShape& input = inputs.front();
  if (options_.groups == -1) options_.groups = input.back();
  if (options_.groups > 0 && input.back() % options_.groups == 0) return input;
  report.ErrorIn("groups", "out-of-range",
                 llvm::formatv("{0} channels are not {1} groups of as many",
                               input.back(), options_.groups));
  return std::nullopt;
}

std::vector<Variable> GroupNormalizationLayer::Variables(
    std::span<const SampleShape> inputs) const {
  return ScaleAndCenterVariables(options_, inputs.front().back());
}

// As rows of one group each, which stand together only if there is one group or
// one pixel.
void GroupNormalizationLayer::Build(LayerBuilder& builder) const {
  const mlir::RankedTensorType type = builder.output_type();
  const int64_t batch = type.getDimSize(0), groups = options_.groups;
  const int64_t channels = type.getShape().back() / groups;
  const int64_t pixels = type.getNumElements() / batch / groups / channels;
  const auto reshape = [&](mlir::Value x, llvm::ArrayRef<int64_t> shape) {
    return builder.Create<nn::ReshapeOp>(type.clone(shape), x);
  };
  const auto swap = [&](mlir::Value x, int64_t first, int64_t second) {
    return builder.Create<nn::PermuteOp>(
        type.clone({batch, first, second, channels}), x,
        llvm::ArrayRef<int64_t>{0, 2, 1, 3});
  };
  const bool is_apart = groups > 1 && pixels > 1;
  mlir::Value x = builder.input();
  if (is_apart)
    x = swap(reshape(x, {batch, pixels, groups, channels}), groups, pixels);
  mlir::Value y = builder.Create<nn::NormalizeOp>(
      reshape(x, {batch, groups, pixels * channels}), options_.epsilon);
  if (is_apart)
    y = swap(reshape(y, {batch, groups, pixels, channels}), pixels, groups);
  builder.SetOutput(
      ScaleAndCenter(builder, options_, reshape(y, type.getShape())));
}

}  // namespace sinter
