// Running a model without training it, batch by batch, with all threads.
#ifndef SINTER_RUNTIME_ENGINE_INFERENCE_H_
#define SINTER_RUNTIME_ENGINE_INFERENCE_H_

#include <cstddef>

#include "runtime/engine/batches.h"
#include "runtime/engine/memory.h"
#include "runtime/engine/metrics.h"
#include "runtime/engine/model.h"
#include "runtime/engine/thread_team.h"

namespace sinter::runtime {

// Mean loss and metrics over all of `batches`.
Metrics Evaluate(const Model& model, const Batches& batches,
                 ModelMemory& memory, ThreadTeam& team);

// The model's outputs [samples, Model::output_stride], of which the first
// Model::classes of each row count. Samples are those of `batches` in order.
AlignedArray<float> Predict(const Model& model, const Batches& batches,
                            ModelMemory& memory, ThreadTeam& team);

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_ENGINE_INFERENCE_H_
