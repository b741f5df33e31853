#include "compiler/layers/activation.h"

#include "compiler/layers/activations.h"
#include "compiler/layers/layer_builder.h"
#include "compiler/spec/field_members.h"
#include "compiler/spec/layer_report.h"
#include "compiler/spec/shapes.h"
#include "llvm/Support/FormatVariadic.h"

namespace sinter {
namespace {

constexpr SpecField kActivationFields[] = {
    {"activation", kRequired, kAny,
     "applied to each element; softmax to each sample",
     Member<ActivationOptions, &ActivationOptions::activation>},
};

}  // namespace

constinit const LayerType ActivationLayer::kType = {
    .section = {"Activation", "y = activation(x).", kActivationFields},
    .base_name = "activation",
    .create = NewLayer<ActivationLayer>};

std::optional<SampleShape> ActivationLayer::InferOutput(
    std::span<const SampleShape> inputs, LayerReport& report) {
  const SampleShape& input = inputs.front();
  if (IsSoftmax(options_.activation) && input.size() != 1) {
    report.ErrorIn("activation", "rank",
                   llvm::formatv("softmax needs a vector, not shape {0}",
                                 ShapeText(input)),
                   "add Flatten before it");
  }
  return input;
}

OutputFunction ActivationLayer::EndsIn() const {
  return FunctionOf(options_.activation);
}

void ActivationLayer::Build(LayerBuilder& builder) const {
  builder.SetOutput(Activate(builder, options_.activation, builder.input()));
}

}  // namespace sinter
