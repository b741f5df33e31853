// The training loop.
#ifndef SINTER_RUNTIME_ENGINE_TRAINER_H_
#define SINTER_RUNTIME_ENGINE_TRAINER_H_

#include <atomic>
#include <cstdint>
#include <span>
#include <string>

#include "runtime/engine/checkpointer.h"
#include "runtime/engine/memory.h"
#include "runtime/engine/metrics.h"
#include "runtime/engine/model.h"
#include "runtime/engine/sample_view.h"
#include "runtime/engine/status.h"
#include "runtime/engine/thread_team.h"
#include "runtime/engine/training_observer.h"

namespace sinter::runtime {

struct FitOptions {
  uint32_t epochs = 1;
  float learning_rate = 0;
  uint32_t seed = 0;
  bool shuffle = true;
  double validation_split = 0;
  uint64_t most_steps = UINT64_MAX;  // of all epochs together
};

// The options that a model's spec asks for.
FitOptions DefaultFitOptions(const Model& model);

// The end of a training that `signal` stopped "after epoch 1, step 2 of 3".
Status StoppedBySignal(int signal, const std::string& place);

// Trains `memory.state` on `data`, as Keras' fit: the last part of the samples
// is kept back for validation, the others are shuffled anew for every epoch,
// and the last batch of an epoch trains at its true size. `most_steps` may
// shorten the last epoch.
//
// An epoch is one parallel region of `team`, or several if checkpoints are due
// within it. The result depends neither on the number of threads nor on where a
// training stopped and went on (see checkpointer.h).
//
// Ends early, with the exit code of the reason:
//   kNotFinite   a step's loss was infinite or not a number, or a parameter
//                when it was to be saved or an epoch ended; nothing was saved;
//   kInterrupted or kTerminated   `stop_signal` became SIGINT or SIGTERM; the
//                state is that after a whole step, and was saved;
//   any other    of the checkpointer.
// kUsage: the validation split leaves nothing to train or to validate.
Status Fit(const Model& model, const SampleView& data,
           const FitOptions& options, ModelMemory& memory, ThreadTeam& team,
           std::span<TrainingObserver* const> observers,
           const std::atomic<int>& stop_signal,
           const Checkpointing& checkpointing = {});

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_ENGINE_TRAINER_H_
