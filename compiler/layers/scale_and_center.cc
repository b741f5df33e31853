#include "compiler/layers/scale_and_center.h"

#include "compiler/ir/nn_dialect.h"
#include "compiler/layers/layer_builder.h"

namespace sinter {

Variable VectorVariable(std::string_view name, int64_t length,
                        Initializer initializer, bool trainable) {
  return {.name = name,
          .shape = {length},
          .initializer = initializer,
          .fan_in = length,
          .fan_out = length,
          .trainable = trainable};
}

std::vector<Variable> ScaleAndCenterVariables(
    const ScaleAndCenterOptions& options, int64_t length) {
  std::vector<Variable> variables;
  if (options.scale) {
    variables.push_back(
        VectorVariable("gamma", length, options.gamma_initializer));
    variables.back().regularizer = options.gamma_regularizer;
  }
  if (options.center) {
    variables.push_back(
        VectorVariable("beta", length, options.beta_initializer));
    variables.back().regularizer = options.beta_regularizer;
  }
  return variables;
}

mlir::Value ScaleAndCenter(LayerBuilder& builder,
                           const ScaleAndCenterOptions& options,
                           mlir::Value y) {
  if (options.scale) {
    y = builder.Create<nn::ScaleOp>(y, builder.variable("gamma"));
  }
  if (options.center) {
    y = builder.Create<nn::BiasAddOp>(y, builder.variable("beta"));
  }
  return y;
}

}  // namespace sinter
