// Running a model without training it, batch by batch, with all threads.
#ifndef SINTER_RUNTIME_ENGINE_INFERENCE_H_
#define SINTER_RUNTIME_ENGINE_INFERENCE_H_

#include <cstddef>
#include <vector>

#include "runtime/engine/batches.h"
#include "runtime/engine/memory.h"
#include "runtime/engine/metrics.h"
#include "runtime/engine/model.h"
#include "runtime/engine/thread_team.h"

namespace sinter::runtime {

// Mean loss and metrics over all of `batches`.
Metrics Evaluate(const Model& model, const Batches& batches,
                 ModelMemory& memory, ThreadTeam& team);

// Each of the model's outputs [samples, OutputInfo::stride], of which the first
// `elements` of each row count. Samples are those of `batches` in order.
std::vector<AlignedArray<float>> Predict(const Model& model,
                                         const Batches& batches,
                                         ModelMemory& memory, ThreadTeam& team);

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_ENGINE_INFERENCE_H_
