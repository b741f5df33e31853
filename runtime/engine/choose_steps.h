// Which of a model's step functions suit the data.
#ifndef SINTER_RUNTIME_ENGINE_CHOOSE_STEPS_H_
#define SINTER_RUNTIME_ENGINE_CHOOSE_STEPS_H_

#include "runtime/engine/batches.h"
#include "runtime/engine/model.h"

namespace sinter::runtime {

// Model::sparse_steps if there are any and most elements of `batches` are zero,
// by a look at some of the samples; else Model::steps. The results are the same
// either way.
const StepFunctions& ChooseSteps(const Model& model, const Batches& batches);

// The step of a training that `iteration` steps were done of before: of
// `steps`, the one that updates, or the one that only adds up gradients.
StepFunction TrainStepAt(const Model& model, const StepFunctions& steps,
                         uint64_t iteration);

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_ENGINE_CHOOSE_STEPS_H_
