#include "compiler/layers/softmax.h"

#include "compiler/ir/nn_dialect.h"
#include "compiler/layers/layer_builder.h"
#include "compiler/layers/sample_axis.h"
#include "compiler/spec/field_members.h"
#include "llvm/ADT/Sequence.h"

namespace sinter {

namespace {

constexpr SpecField kSoftmaxFields[] = {
    {"axis", "-1", kAny,
     "dimension along which they sum to one; 1 is the first behind the batch, "
     "-1 the last",
     Member<SoftmaxOptions, &SoftmaxOptions::axis>},
};

}  // namespace

constinit const LayerType SoftmaxLayer::kType = {
    .section = {"Softmax", "Probabilities along one dimension.",
                kSoftmaxFields},
    .base_name = "softmax",
    .create = NewLayer<SoftmaxLayer>};

std::optional<SampleShape> SoftmaxLayer::InferOutput(
    std::span<const SampleShape> inputs, LayerReport& report) {
  const auto axis = SampleAxis(options_.axis, inputs.front(), report);
  if (!axis) return std::nullopt;
  if (*axis + 1 == inputs.front().size()) options_.axis = -1;
  return inputs.front();
}

OutputFunction SoftmaxLayer::EndsIn() const {
  return options_.axis == -1 ? OutputFunction::kSoftmax
                             : OutputFunction::kOther;
}

// Along the last dimension, which changes places with that of the axis.
void SoftmaxLayer::Build(LayerBuilder& builder) const {
  const mlir::RankedTensorType type = builder.output_type();
  const int64_t rank = type.getRank();
  const int64_t axis = 1 + DimensionOf(options_.axis, rank - 1);
  if (axis == rank - 1)
    return builder.SetOutput(builder.Create<nn::SoftmaxOp>(builder.input()));
  llvm::SmallVector<int64_t> dims =
      llvm::to_vector(llvm::seq<int64_t>(0, rank));
  std::swap(dims[axis], dims.back());
  llvm::SmallVector<int64_t> shape(type.getShape());
  std::swap(shape[axis], shape.back());
  const mlir::Value rows =
      builder.Create<nn::PermuteOp>(type.clone(shape), builder.input(), dims);
  builder.SetOutput(builder.Create<nn::PermuteOp>(
      type, builder.Create<nn::SoftmaxOp>(rows), dims));
}

}  // namespace sinter
