#include "compiler/layers/kernel_and_bias.h"

#include <utility>

#include "compiler/ir/nn_dialect.h"
#include "compiler/layers/activations.h"
#include "compiler/layers/layer_builder.h"
#include "compiler/layers/vector_variable.h"
#include "compiler/spec/shapes.h"
#include "llvm/Support/FormatVariadic.h"

namespace sinter {

int64_t FanOf(const SampleShape& sizes) {
  return CheckedElements(sizes).value_or(1);
}

std::vector<Variable> KernelAndBias(const KernelAndBiasOptions& options,
                                    SampleShape kernel, int64_t outputs,
                                    int64_t fan_in, int64_t fan_out) {
  std::vector<Variable> variables = {
      {.name = "kernel",
       .shape = std::move(kernel),
       .initializer = options.kernel_initializer,
       .fan_in = fan_in,
       .fan_out = fan_out,
       .regularizer = options.kernel_regularizer}};
  AppendBias(options, outputs, variables);
  return variables;
}

void AppendBias(const KernelAndBiasOptions& options, int64_t outputs,
                std::vector<Variable>& variables) {
  if (!options.use_bias) return;
  variables.push_back(VectorVariable("bias", outputs, options.bias_initializer,
                                     options.bias_regularizer));
}

bool CheckKernel(const SampleShape& kernel, LayerReport& report,
                 std::string_view key) {
  if (CheckedElements(kernel)) return true;
  report.ErrorIn(key, "too-large",
                 llvm::formatv("the kernel {0} has 2^31 elements or more",
                               ShapeText(kernel)));
  return false;
}

mlir::Value AddBiasAndActivate(LayerBuilder& builder,
                               const KernelAndBiasOptions& options,
                               mlir::Value products) {
  if (options.use_bias) {
    products =
        builder.Create<nn::BiasAddOp>(products, builder.variable("bias"));
  }
  return Activate(builder, options.activation, products);
}

}  // namespace sinter
