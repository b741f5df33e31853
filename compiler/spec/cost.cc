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
  uint64_t operator()(const AdamaxOptimizer&) const { return 2; }
  uint64_t operator()(const AdadeltaOptimizer&) const { return 2; }
};

// Those that are trained, or all; of a layer that shares another one's, none.
uint64_t CountParameters(const LayerSpec& layer, bool only_trained) {
  uint64_t parameters = 0;
  if (!layer.shares.empty()) return parameters;
  for (const Variable& variable : VariablesOf(layer)) {
    if (only_trained && !variable.trainable) continue;
    parameters += static_cast<uint64_t>(CountElements(variable.shape));
  }
  return parameters;
}

}  // namespace

uint64_t CountOptimizerSlots(const OptimizerSpec& optimizer) {
  const uint64_t sums = StepsPerUpdate(optimizer) > 1 ? 1 : 0;
  return std::visit(SlotCounter(), optimizer) + sums;
}

LayerCost CostOfLayer(const ModelSpec& spec, size_t index) {
  const LayerSpec& layer = spec.layers[index];
  const auto batch = static_cast<uint64_t>(spec.fit.batch_size);
  LayerCost cost;
  cost.parameters = CountParameters(layer, /*only_trained=*/false);
  cost.forward_flop = 2 * batch * layer.kind->MultiplyAdds(layer.input_shapes);
  cost.flop = cost.forward_flop * (HasTrainedInput(spec.layers, index) ? 3 : 2);
  const uint64_t slots = CountParameters(layer, /*only_trained=*/true) *
                         CountOptimizerSlots(spec.compile.optimizer);
  cost.bytes = 2 * kFloatBytes * (cost.parameters + slots);
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
