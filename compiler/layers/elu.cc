#include "compiler/layers/elu.h"

#include "compiler/ir/nn_dialect.h"
#include "compiler/layers/layer_builder.h"
#include "compiler/spec/field_members.h"

namespace sinter {
namespace {

constexpr SpecField kEluFields[] = {
    {"alpha", "1.0", AtLeast(0), "how far below zero results may be",
     Member<EluOptions, &EluOptions::alpha>},
};

}  // namespace

constinit const LayerType EluLayer::kType = {
    .section = {"ELU", "y = x > 0 ? x : alpha * (exp(x) - 1).", kEluFields},
    .base_name = "elu",
    .create = NewLayer<EluLayer>};

std::optional<SampleShape> EluLayer::InferOutput(
    std::span<const SampleShape> inputs, LayerReport&) {
  return inputs.front();
}

void EluLayer::Build(LayerBuilder& builder) const {
  builder.SetOutput(builder.Create<nn::EluOp>(builder.input(), options_.alpha));
}

}  // namespace sinter
