#include "compiler/layers/repeat_vector.h"

#include "compiler/ir/nn_dialect.h"
#include "compiler/layers/image_window.h"
#include "compiler/layers/layer_builder.h"
#include "compiler/spec/field_members.h"
#include "compiler/spec/limits.h"
#include "compiler/spec/shapes.h"
#include "llvm/Support/FormatVariadic.h"

namespace sinter {
namespace {

constexpr SpecField kRepeatVectorFields[] = {
    {"n", kRequired, FromTo(1, kMostWindow), "steps of the sequence",
     Member<RepeatVectorOptions, &RepeatVectorOptions::n>},
};

}  // namespace

constinit const LayerType RepeatVectorLayer::kType = {
    .section = {"RepeatVector",
                "A sequence [n, features] of n times the vector x.",
                kRepeatVectorFields},
    .base_name = "repeat_vector",
    .create = NewLayer<RepeatVectorLayer>};

std::optional<SampleShape> RepeatVectorLayer::InferOutput(
    std::span<const SampleShape> inputs, LayerReport& report) {
  const SampleShape& input = inputs.front();
  if (input.size() != 1) {
    report.Error("rank",
                 llvm::formatv("RepeatVector needs a vector, not shape {0}",
                               ShapeText(input)),
                 "add Flatten before it");
    return std::nullopt;
  }
  const SampleShape output = {options_.n, input.front()};
  if (!report.CheckBatch(output, "n")) return std::nullopt;
  return output;
}

// The vector as an image of one pixel, spread to one column.
void RepeatVectorLayer::Build(LayerBuilder& builder) const {
  const mlir::RankedTensorType type = builder.output_type();
  const int64_t batch = type.getDimSize(0), features = type.getDimSize(2);
  const SizesOfImage window = {options_.n, 1};
  const mlir::Value pixel = builder.Create<nn::ReshapeOp>(
      type.clone({batch, 1, 1, features}), builder.input());
  const mlir::Value column =
      builder.Create<nn::SpreadOp>(type.clone({batch, options_.n, 1, features}),
                                   pixel, window, window, SizesOfImage{0, 0});
  builder.SetOutput(builder.Create<nn::ReshapeOp>(type, column));
}

}  // namespace sinter
