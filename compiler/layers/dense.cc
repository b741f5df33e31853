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

constexpr auto kDenseFields = WithKernelAndBiasFields<DenseOptions, 1>({{
    {"units", kRequired, FromTo(1, kMostElements), "outputs a sample",
     Member<DenseOptions, &DenseOptions::units>},
}});

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

// Keras' fans of a matrix are its two sizes.
std::vector<Variable> DenseLayer::Variables(
    std::span<const SampleShape> inputs) const {
  const int64_t features = inputs.front().front();
  return KernelAndBias(options_, {features, options_.units}, options_.units,
                       features, options_.units);
}

uint64_t DenseLayer::MultiplyAdds(std::span<const SampleShape> inputs) const {
  return static_cast<uint64_t>(inputs.front().front()) *
         static_cast<uint64_t>(options_.units);
}

OutputFunction DenseLayer::EndsIn() const {
  return FunctionOf(options_.activation);
}

void DenseLayer::Build(LayerBuilder& builder) const {
  const mlir::Value products = builder.Create<nn::MatmulOp>(
      builder.input(), builder.variable("kernel"), /*transpose_a=*/false,
      /*transpose_b=*/false);
  builder.SetOutput(AddBiasAndActivate(builder, options_, products));
}

}  // namespace sinter
