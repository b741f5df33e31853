#include "compiler/layers/concatenate.h"

#include "compiler/ir/nn_dialect.h"
#include "compiler/layers/layer_builder.h"
#include "compiler/layers/sample_axis.h"
#include "compiler/spec/field_members.h"
#include "compiler/spec/limits.h"
#include "compiler/spec/shapes.h"
#include "llvm/Support/FormatVariadic.h"

namespace sinter {
namespace {

constexpr SpecField kConcatenateFields[] = {
    {"axis", "-1", kAny,
     "dimension along which they follow each other; 1 is the first behind the "
     "batch, -1 the last",
     Member<ConcatenateOptions, &ConcatenateOptions::axis>},
};

// Whether the shapes differ along `axis` only.
bool FitBeside(const SampleShape& a, const SampleShape& b, size_t axis) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i) {
    if (i != axis && a[i] != b[i]) return false;
  }
  return true;
}

}  // namespace

constinit const LayerType ConcatenateLayer::kType = {
    .section = {"Concatenate",
                "Two or more inputs one behind the other along one dimension, "
                "equal in all others.",
                kConcatenateFields},
    .base_name = "concatenate",
    .create = NewLayer<ConcatenateLayer>,
    .fewest_inputs = 2,
    .most_inputs = kMostLayerInputs};

std::optional<SampleShape> ConcatenateLayer::InferOutput(
    std::span<const SampleShape> inputs, LayerReport& report) {
  SampleShape output = inputs.front();
  const auto axis = SampleAxis(options_.axis, output, report);
  if (!axis) return std::nullopt;
  for (const SampleShape& input : inputs.subspan(1)) {
    if (!FitBeside(input, output, *axis)) {
      report.ErrorIn("inputs", "shape",
                     llvm::formatv("Concatenate needs inputs that differ along "
                                   "axis {0} only, not {1} and {2}",
                                   options_.axis, ShapeText(inputs.front()),
                                   ShapeText(input)));
      return std::nullopt;
    }
    output[*axis] += input[*axis];
  }
  if (!report.CheckBatch(output, "inputs")) return std::nullopt;
  return output;
}

// Along the last dimension: what stands behind the axis is a part of it.
void ConcatenateLayer::Build(LayerBuilder& builder) const {
  const mlir::RankedTensorType type = builder.output_type();
  const int64_t axis = 1 + DimensionOf(options_.axis, type.getRank() - 1);
  const auto joined = [axis](mlir::RankedTensorType from) {
    llvm::SmallVector<int64_t> shape(from.getShape().take_front(axis));
    shape.push_back(1);
    for (const int64_t size : from.getShape().drop_front(axis))
      shape.back() *= size;
    return from.clone(shape);
  };
  llvm::SmallVector<mlir::Value> parts;
  for (const mlir::Value x : builder.inputs())
    parts.push_back(builder.Create<nn::ReshapeOp>(joined(TypeOf(x)), x));
  builder.SetOutput(builder.Create<nn::ReshapeOp>(
      type, builder.Create<nn::ConcatOp>(joined(type), parts)));
}

}  // namespace sinter
