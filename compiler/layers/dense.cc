#include "compiler/layers/dense.h"

#include "compiler/ir/nn_dialect.h"
#include "compiler/layers/activations.h"
#include "compiler/layers/layer_builder.h"
#include "compiler/spec/field_members.h"
#include "compiler/spec/layer_report.h"
#include "compiler/spec/limits.h"
#include "compiler/spec/shapes.h"
#include "llvm/Support/FormatVariadic.h"

namespace sinter {
namespace {

constexpr SpecField kDenseFields[] = {
    {"units", kRequired, FromTo(1, kMostElements), "outputs a sample",
     Member<DenseOptions, &DenseOptions::units>},
    {"activation", "linear", kAny, "applied to the sum",
     Member<DenseOptions, &DenseOptions::activation>},
    {"use_bias", "true", kAny, "whether a bias is added",
     Member<DenseOptions, &DenseOptions::use_bias>},
    {"kernel_initializer", "glorot_uniform", kAny, "first values of the kernel",
     Member<DenseOptions, &DenseOptions::kernel_initializer>},
    {"bias_initializer", "zeros", kAny, "first values of the bias",
     Member<DenseOptions, &DenseOptions::bias_initializer>},
};

}  // namespace

constinit const LayerType DenseLayer::kType = {
    .section = {"Dense",
                "y = activation(x @ kernel + bias), on vectors: put a Flatten "
                "before it.",
                kDenseFields},
    .base_name = "dense",
    .create = NewLayer<DenseLayer>};

std::optional<SampleShape> DenseLayer::InferOutput(
    std::span<const SampleShape> inputs, LayerReport& report) {
  const SampleShape& input = inputs.front();
  SampleShape output = {options_.units};
  if (input.size() > 1) {
    report.Error(
        "rank",
        llvm::formatv("Dense needs a vector, not shape {0}", ShapeText(input)),
        "add Flatten before it");
    return output;
  }
  if (input.front() > kMostElements / options_.units) {
    report.ErrorIn(
        "units", "too-large",
        llvm::formatv("the kernel [{0}, {1}] has 2^31 elements or more",
                      input.front(), options_.units));
    return std::nullopt;
  }
  if (!report.CheckBatch(output, "units")) return std::nullopt;
  return output;
}

// Keras' fans: a kernel's are its two sizes, a vector's both its length.
std::vector<Variable> DenseLayer::Variables(
    std::span<const SampleShape> inputs) const {
  const int64_t features = inputs.front().front();
  const int64_t units = options_.units;
  std::vector<Variable> variables = {
      {.name = "kernel",
       .shape = {features, units},
       .initializer = options_.kernel_initializer,
       .fan_in = features,
       .fan_out = units}};
  if (options_.use_bias) {
    variables.push_back({.name = "bias",
                         .shape = {units},
                         .initializer = options_.bias_initializer,
                         .fan_in = units,
                         .fan_out = units});
  }
  return variables;
}

uint64_t DenseLayer::MultiplyAdds(std::span<const SampleShape> inputs) const {
  return static_cast<uint64_t>(inputs.front().front()) *
         static_cast<uint64_t>(options_.units);
}

bool DenseLayer::GivesProbabilities() const {
  return IsSoftmax(options_.activation);
}

void DenseLayer::Build(LayerBuilder& builder) const {
  mlir::Value y = builder.Create<nn::MatmulOp>(
      builder.input(), builder.variable("kernel"), /*transpose_a=*/false,
      /*transpose_b=*/false);
  if (options_.use_bias) {
    y = builder.Create<nn::BiasAddOp>(y, builder.variable("bias"));
  }
  builder.SetOutput(Activate(builder, options_.activation, y));
}

}  // namespace sinter
