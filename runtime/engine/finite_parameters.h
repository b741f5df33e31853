// Whether a training's weights are still numbers.
#ifndef SINTER_RUNTIME_ENGINE_FINITE_PARAMETERS_H_
#define SINTER_RUNTIME_ENGINE_FINITE_PARAMETERS_H_

#include <span>

#include "runtime/engine/checkpointer.h"
#include "runtime/engine/model.h"
#include "runtime/engine/status.h"

namespace sinter::runtime {

// kNotFinite, with the tensor's name and `position`, if a parameter in the
// state block holds a value that is infinite or not a number. The loss need not
// show it: steps that skip zeros do not read the weights of an element that is
// zero in all samples, relu makes zero of -infinity, and the last step's update
// has no loss any more.
Status CheckFiniteParameters(const Model& model, std::span<const float> state,
                             const TrainingPosition& position);

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_ENGINE_FINITE_PARAMETERS_H_
