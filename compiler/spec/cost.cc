#include "compiler/spec/cost.h"

#include <variant>

#include "compiler/spec/graph.h"
#include "compiler/spec/shapes.h"

namespace sinter {
namespace {

constexpr uint64_t kFloatBytes = 4;

struct SlotCounter {
  uint64_t operator()(const RmspropOptimizer& rmsprop) const {
    return 1 + (rmsprop.momentum != 0 ? 1 : 0) + (rmsprop.centered ? 1 : 0);
  }
  uint64_t operator()(const SgdOptimizer& sgd) const {
    return sgd.momentum != 0 ? 1 : 0;
  }
  uint64_t operator()(const AdamOptimizer& adam) const {
    return adam.amsgrad ? 3 : 2;
  }
};

uint64_t CountParameters(const LayerSpec& layer) {
  uint64_t parameters = 0;
  for (const Variable& variable : VariablesOf(layer)) {
    parameters += static_cast<uint64_t>(CountElements(variable.shape));
  }
  return parameters;
}

}  // namespace

uint64_t CountOptimizerSlots(const OptimizerSpec& optimizer) {
  return std::visit(SlotCounter(), optimizer);
}

LayerCost CostOfLayer(const ModelSpec& spec, size_t index) {
  const LayerSpec& layer = spec.layers[index];
  const auto batch = static_cast<uint64_t>(spec.fit.batch_size);
  LayerCost cost;
  cost.parameters = CountParameters(layer);
  cost.forward_flop = 2 * batch * layer.kind->MultiplyAdds(layer.input_shapes);
  cost.flop = cost.forward_flop * (HasTrainedInput(spec.layers, index) ? 3 : 2);
  cost.bytes = 2 * kFloatBytes * cost.parameters *
               (1 + CountOptimizerSlots(spec.compile.optimizer));
  if (!layer.kind->IsView()) {
    cost.bytes += 2 * kFloatBytes * batch *
                  static_cast<uint64_t>(CountElements(layer.output_shape));
  }
  return cost;
}

std::string BatchShape(int64_t batch, const std::vector<int64_t>& shape) {
  std::string text = "(" + std::to_string(batch);
  for (int64_t dimension : shape) text += ", " + std::to_string(dimension);
  return text + ")";
}

}  // namespace sinter
