#include "compiler/layers/re_lu.h"

#include "compiler/ir/nn_dialect.h"
#include "compiler/layers/layer_builder.h"
#include "compiler/spec/field_members.h"

namespace sinter {
namespace {

constexpr SpecField kReluFields[] = {
    {"max_value", kNone, Above(0), "the largest result",
     Member<ReluOptions, &ReluOptions::max_value>},
    {"negative_slope", "0.0", AtLeast(0), "slope below zero",
     Member<ReluOptions, &ReluOptions::negative_slope>},
};

}  // namespace

constinit const LayerType ReluLayer::kType = {
    .section = {"ReLU", "y = x > 0 ? min(x, max_value) : negative_slope * x.",
                kReluFields},
    .base_name = "re_lu",
    .create = NewLayer<ReluLayer>};

std::optional<SampleShape> ReluLayer::InferOutput(
    std::span<const SampleShape> inputs, LayerReport&) {
  return inputs.front();
}

void ReluLayer::Build(LayerBuilder& builder) const {
  const mlir::Value x = builder.input();
  if (options_.max_value) {
    builder.SetOutput(builder.Create<nn::ClippedReluOp>(
        x, *options_.max_value, options_.negative_slope));
  } else if (options_.negative_slope == 0.0) {
    builder.SetOutput(builder.Create<nn::ReluOp>(x));
  } else {
    builder.SetOutput(
        builder.Create<nn::LeakyReluOp>(x, options_.negative_slope));
  }
}

}  // namespace sinter
