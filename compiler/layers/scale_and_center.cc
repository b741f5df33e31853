#include "compiler/layers/scale_and_center.h"

#include "compiler/ir/nn_dialect.h"
#include "compiler/layers/layer_builder.h"
#include "compiler/layers/vector_variable.h"

namespace sinter {

std::vector<Variable> ScaleAndCenterVariables(
    const ScaleAndCenterOptions& options, int64_t length) {
  std::vector<Variable> variables;
  if (options.scale) {
    variables.push_back(VectorVariable(
        "gamma", length, options.gamma_initializer, options.gamma_regularizer));
  }
  if (options.center) {
    variables.push_back(VectorVariable("beta", length, options.beta_initializer,
                                       options.beta_regularizer));
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
