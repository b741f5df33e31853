#include "compiler/layers/rescaling.h"

#include "compiler/ir/nn_dialect.h"
#include "compiler/layers/layer_builder.h"
#include "compiler/spec/field_members.h"

namespace sinter {
namespace {

constexpr SpecField kRescalingFields[] = {
    {"scale", kRequired, kAny,
     "factor; a fraction such as `1/255` may be written",
     Member<RescalingOptions, &RescalingOptions::scale>},
    {"offset", "0.0", kAny, "added after scaling",
     Member<RescalingOptions, &RescalingOptions::offset>},
};

}  // namespace

constinit const LayerType RescalingLayer::kType = {
    .section = {"Rescaling", "y = x * scale + offset.", kRescalingFields},
    .base_name = "rescaling",
    .create = NewLayer<RescalingLayer>};

std::optional<SampleShape> RescalingLayer::InferOutput(
    std::span<const SampleShape> inputs, LayerReport&) {
  return inputs.front();
}

void RescalingLayer::Build(LayerBuilder& builder) const {
  builder.SetOutput(builder.Create<nn::RescaleOp>(
      builder.input(), options_.scale, options_.offset));
}

}  // namespace sinter
