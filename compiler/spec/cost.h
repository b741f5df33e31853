// What a layer costs: counted from shapes alone.
#ifndef SINTER_COMPILER_SPEC_COST_H_
#define SINTER_COMPILER_SPEC_COST_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "compiler/spec/model_spec.h"

namespace sinter {

// For one training step on a full batch. A single layer's cost fits 64 bits.
//   flop   of its matrix products: forward, gradient of the kernel, and
//          gradient of the input unless nothing before it has parameters
//   bytes  parameters and optimizer state are read and written once, its output
//          is written once and read once; a view moves nothing
struct LayerCost {
  uint64_t parameters = 0;
  uint64_t flop = 0;
  uint64_t forward_flop = 0;
  uint64_t bytes = 0;
};

// float32 values of optimizer state that each parameter has: 1 for rmsprop, 2
// for adam, ...; one more where gradients of several steps are added up.
uint64_t CountOptimizerSlots(const OptimizerSpec& optimizer);

// Cost of spec.layers[index].
LayerCost CostOfLayer(const ModelSpec& spec, size_t index);

// "(128, 28, 28)"
std::string BatchShape(int64_t batch, const std::vector<int64_t>& shape);

}  // namespace sinter

#endif  // SINTER_COMPILER_SPEC_COST_H_
