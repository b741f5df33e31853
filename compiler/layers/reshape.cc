#include "compiler/layers/reshape.h"

#include "compiler/ir/nn_dialect.h"
#include "compiler/layers/layer_builder.h"
#include "compiler/spec/field_members.h"
#include "compiler/spec/layer_report.h"
#include "compiler/spec/shapes.h"
#include "llvm/Support/FormatVariadic.h"

namespace sinter {
namespace {

constexpr SpecField kReshapeFields[] = {
    {"target_shape", kRequired, kAny,
     "without the batch dimension; one dimension may be -1 and is then "
     "computed",
     ShapeMember<ReshapeOptions, &ReshapeOptions::target_shape, true>},
};

}  // namespace

constinit const LayerType ReshapeLayer::kType = {
    .section = {"Reshape", "The same elements in another shape.",
                kReshapeFields},
    .base_name = "reshape",
    .create = NewLayer<ReshapeLayer>};

std::optional<SampleShape> ReshapeLayer::InferOutput(
    std::span<const SampleShape> inputs, LayerReport& report) {
  const int64_t elements = CountElements(inputs.front());
  const std::optional<SampleShape> resolved =
      ResolveShape(options_.target_shape, elements);
  if (!resolved) {
    report.ErrorIn(
        "target_shape", "shape",
        llvm::formatv("{0} elements, of shape {1}, do not fit shape {2}",
                      elements, ShapeText(inputs.front()),
                      ShapeText(options_.target_shape)));
    return std::nullopt;
  }
  options_.target_shape = *resolved;
  return resolved;
}

void ReshapeLayer::Build(LayerBuilder& builder) const {
  builder.SetOutput(
      builder.Create<nn::ReshapeOp>(builder.output_type(), builder.input()));
}

}  // namespace sinter
