// How the layers of a checked spec take their inputs from each other.
#ifndef SINTER_COMPILER_SPEC_GRAPH_H_
#define SINTER_COMPILER_SPEC_GRAPH_H_

#include <cstddef>
#include <string_view>
#include <vector>

#include "compiler/spec/model_spec.h"

namespace sinter {

// The layer before layers[index], or the model's input: what a layer takes that
// names no inputs.
std::string_view NameBefore(const std::vector<LayerSpec>& layers, size_t index);
bool TakesTheLayerBefore(const std::vector<LayerSpec>& layers, size_t index);

// Whether every layer takes the layer before and nothing else.
bool IsChain(const ModelSpec& spec);

// Whether an input of layers[index] depends on a variable that is trained, so
// that the loss has a gradient there.
bool HasTrainedInput(const std::vector<LayerSpec>& layers, size_t index);

// The layer whose variables `layer` uses: an earlier one that it shares them
// with, or itself.
const LayerSpec& OwnerOfVariables(const std::vector<LayerSpec>& layers,
                                  const LayerSpec& layer);

}  // namespace sinter

#endif  // SINTER_COMPILER_SPEC_GRAPH_H_
