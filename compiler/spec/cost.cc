#include "compiler/spec/cost.h"

#include <algorithm>
#include <variant>

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

// The layer's output is its input, seen in another shape.
bool IsView(const LayerKind& kind) {
  return std::holds_alternative<FlattenLayer>(kind) ||
         std::holds_alternative<ReshapeLayer>(kind);
}

// No layer before this one has parameters, so the gradient of its input is of
// no use.
bool IsFirstTrainable(const ModelSpec& spec, size_t index) {
  return std::none_of(spec.layers.begin(),
                      spec.layers.begin() + static_cast<std::ptrdiff_t>(index),
                      [](const LayerSpec& layer) {
                        return std::holds_alternative<DenseLayer>(layer.kind);
                      });
}

}  // namespace

uint64_t CountOptimizerSlots(const OptimizerSpec& optimizer) {
  return std::visit(SlotCounter(), optimizer);
}

LayerCost CostOfLayer(const ModelSpec& spec, size_t index) {
  const LayerSpec& layer = spec.layers[index];
  const auto batch = static_cast<uint64_t>(spec.fit.batch_size);
  LayerCost cost;
  if (!IsView(layer.kind)) {
    cost.bytes = 2 * kFloatBytes * batch *
                 static_cast<uint64_t>(CountElements(layer.output_shape));
  }
  if (const auto* dense = std::get_if<DenseLayer>(&layer.kind)) {
    const auto inputs = static_cast<uint64_t>(layer.input_shape[0]);
    const auto units = static_cast<uint64_t>(dense->units);
    const uint64_t product = 2 * batch * inputs * units;
    cost.parameters = inputs * units + (dense->use_bias ? units : 0);
    cost.forward_flop = product;
    cost.flop = product * (IsFirstTrainable(spec, index) ? 2 : 3);
    cost.bytes += 2 * kFloatBytes * cost.parameters *
                  (1 + CountOptimizerSlots(spec.compile.optimizer));
  }
  return cost;
}

std::string BatchShape(int64_t batch, const std::vector<int64_t>& shape) {
  std::string text = "(" + std::to_string(batch);
  for (int64_t dimension : shape) text += ", " + std::to_string(dimension);
  return text + ")";
}

}  // namespace sinter
