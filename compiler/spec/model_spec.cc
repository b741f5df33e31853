#include "compiler/spec/model_spec.h"

namespace sinter {

double LearningRate(const OptimizerSpec& optimizer) {
  return std::visit(
      [](const auto& alternative) { return alternative.learning_rate; },
      optimizer);
}

}  // namespace sinter
