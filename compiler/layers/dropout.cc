#include "compiler/layers/dropout.h"

#include "compiler/ir/nn_dialect.h"
#include "compiler/layers/layer_builder.h"
#include "compiler/spec/field_members.h"

namespace sinter {
namespace {

constexpr SpecField kDropoutFields[] = {
    {"rate", kRequired, kBelowOne,
     "fraction of the elements set to zero while training",
     Member<DropoutOptions, &DropoutOptions::rate>},
};

}  // namespace

constinit const LayerType DropoutLayer::kType = {
    .section = {"Dropout",
                "While training, zeroes elements at random and scales the "
                "others by 1 / (1 - rate).",
                kDropoutFields},
    .base_name = "dropout",
    .create = NewLayer<DropoutLayer>};

std::optional<SampleShape> DropoutLayer::InferOutput(
    std::span<const SampleShape> inputs, LayerReport&) {
  return inputs.front();
}

void DropoutLayer::Build(LayerBuilder& builder) const {
  const RandomNumbers random = builder.DrawRandomNumbers();
  const mlir::Value dropped = builder.Create<nn::DropoutOp>(
      builder.input(), random.seed, random.iteration, options_.rate,
      random.stream);
  builder.SetOutput(builder.Create<nn::ByModeOp>(dropped, builder.input()));
}

}  // namespace sinter
