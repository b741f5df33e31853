#include "compiler/spec/model_spec.h"

#include <algorithm>

namespace sinter {

double LearningRate(const OptimizerSpec& optimizer) {
  return std::visit(
      [](const auto& alternative) { return alternative.learning_rate; },
      optimizer);
}

const OptimizerCommon& CommonOf(const OptimizerSpec& optimizer) {
  return std::visit(
      [](const auto& kind) -> const OptimizerCommon& { return kind.common; },
      optimizer);
}

int64_t StepsPerUpdate(const OptimizerSpec& optimizer) {
  return CommonOf(optimizer).gradient_accumulation_steps.value_or(1);
}

const LayerSpec& OutputLayer(const ModelSpec& spec, size_t output) {
  return *std::ranges::find(spec.layers, spec.outputs[output],
                            &LayerSpec::name);
}

double LossWeight(const ModelSpec& spec, size_t output) {
  const auto& weights = spec.compile.loss_weights;
  return weights.empty() ? 1.0 : weights[output].value;
}

std::vector<Variable> VariablesOf(const LayerSpec& layer) {
  std::vector<Variable> variables = layer.kind->Variables(layer.input_shapes);
  if (!IsFrozen(layer)) return variables;
  for (Variable& variable : variables) {
    variable.trainable = false;
    variable.regularizer = {};  // adds nothing to the loss, as in Keras
  }
  return variables;
}

bool HasTrainableVariable(const LayerSpec& layer) {
  return std::ranges::any_of(VariablesOf(layer), &Variable::trainable);
}

}  // namespace sinter
