#include "compiler/layers/activation.h"

#include "compiler/layers/activations.h"
#include "compiler/layers/layer_builder.h"
#include "compiler/spec/field_members.h"
#include "compiler/spec/layer_report.h"

namespace sinter {
namespace {

constexpr SpecField kActivationFields[] = {
    {"activation", kRequired, kAny,
     "applied to each element; softmax and log_softmax along the last axis",
     Member<ActivationOptions, &ActivationOptions::activation>},
};

}  // namespace

constinit const LayerType ActivationLayer::kType = {
    .section = {"Activation", "y = activation(x).", kActivationFields},
    .base_name = "activation",
    .create = NewLayer<ActivationLayer>};

std::optional<SampleShape> ActivationLayer::InferOutput(
    std::span<const SampleShape> inputs, LayerReport&) {
  return inputs.front();
}

OutputFunction ActivationLayer::EndsIn() const {
  return FunctionOf(options_.activation);
}

void ActivationLayer::Build(LayerBuilder& builder) const {
  builder.SetOutput(Activate(builder, options_.activation, builder.input()));
}

}  // namespace sinter
