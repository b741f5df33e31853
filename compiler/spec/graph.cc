#include "compiler/spec/graph.h"

#include <algorithm>
#include <set>
#include <string>

namespace sinter {

std::string_view NameBefore(const std::vector<LayerSpec>& layers,
                            size_t index) {
  return index == 0 ? kInputName : std::string_view(layers[index - 1].name);
}

bool TakesTheLayerBefore(const std::vector<LayerSpec>& layers, size_t index) {
  const std::vector<std::string>& inputs = layers[index].inputs;
  return inputs.size() == 1 && inputs.front() == NameBefore(layers, index);
}

bool IsChain(const ModelSpec& spec) {
  for (size_t i = 0; i < spec.layers.size(); ++i) {
    if (!TakesTheLayerBefore(spec.layers, i)) return false;
  }
  return true;
}

bool HasTrainedInput(const std::vector<LayerSpec>& layers, size_t index) {
  std::set<std::string_view> trained;
  const auto is_trained = [&](const std::string& name) {
    return trained.contains(name);
  };
  for (size_t i = 0; i < index; ++i) {
    if (HasTrainableVariable(layers[i]) ||
        std::ranges::any_of(layers[i].inputs, is_trained)) {
      trained.insert(layers[i].name);
    }
  }
  return std::ranges::any_of(layers[index].inputs, is_trained);
}

const LayerSpec& OwnerOfVariables(const std::vector<LayerSpec>& layers,
                                  const LayerSpec& layer) {
  if (layer.shares.empty()) return layer;
  return *std::ranges::find(layers, layer.shares, &LayerSpec::name);
}

}  // namespace sinter
