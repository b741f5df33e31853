// First values of a model's parameters: Keras 3's initializers.
//
// With scale = 2 / (fan_in + fan_out) for glorot and 2 / fan_in for he:
//   *_uniform  uniform in [-limit, limit), limit = sqrt(3 scale);
//   *_normal   normal of mean 0, cut off beyond two standard deviations, whose
//              standard deviation after the cut is sqrt(scale).
// References: Glorot and Bengio 2010; He et al. 2015.
#ifndef SINTER_RUNTIME_ENGINE_INITIALIZERS_H_
#define SINTER_RUNTIME_ENGINE_INITIALIZERS_H_

#include <cstdint>
#include <span>

#include "runtime/engine/model.h"

namespace sinter::runtime {

// Fills the state block (`model.state_floats` floats) from `seed`: parameters
// by their initializers, everything else (slots, padding) with zeros. Every
// parameter draws from a sequence of its own, chosen by its position among the
// parameters, row by row: neither the layout nor another tensor's size or
// initializer changes it. What adapts to data is 0, a variance 1.
void InitializeState(const Model& model, uint64_t seed, std::span<float> state);

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_ENGINE_INITIALIZERS_H_
