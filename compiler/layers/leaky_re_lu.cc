#include "compiler/layers/leaky_re_lu.h"

#include "compiler/ir/nn_dialect.h"
#include "compiler/layers/layer_builder.h"
#include "compiler/spec/field_members.h"

namespace sinter {
namespace {

constexpr SpecField kLeakyReluFields[] = {
    {"negative_slope", "0.3", AtLeast(0), "slope below zero",
     Member<LeakyReluOptions, &LeakyReluOptions::negative_slope>},
};

}  // namespace

constinit const LayerType LeakyReluLayer::kType = {
    .section = {"LeakyReLU", "y = x > 0 ? x : negative_slope * x.",
                kLeakyReluFields},
    .base_name = "leaky_re_lu",
    .create = NewLayer<LeakyReluLayer>};

std::optional<SampleShape> LeakyReluLayer::InferOutput(
    std::span<const SampleShape> inputs, LayerReport&) {
  return inputs.front();
}

void LeakyReluLayer::Build(LayerBuilder& builder) const {
  builder.SetOutput(builder.Create<nn::LeakyReluOp>(builder.input(),
                                                    options_.negative_slope));
}

}  // namespace sinter
