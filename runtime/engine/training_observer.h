// Those who watch a training: progress display, history and step log.
#ifndef SINTER_RUNTIME_ENGINE_TRAINING_OBSERVER_H_
#define SINTER_RUNTIME_ENGINE_TRAINING_OBSERVER_H_

#include <cstddef>
#include <cstdint>
#include <optional>

#include "runtime/engine/metrics.h"

namespace sinter::runtime {

// What an epoch came to.
struct EpochResult {
  Metrics training;  // over the epoch's steps, while it trained
  std::optional<Metrics> validation;  // after it, if samples were kept back
};

// Called by the thread that trains. OnStep is called while the other workers go
// on: it must be quick and must not throw.
class TrainingObserver {
 public:
  virtual ~TrainingObserver() = default;

  // Epochs count from 0. `steps`: that this epoch will have; `done` of them
  // were done before, if a stopped training goes on here.
  virtual void OnEpochBegin(uint32_t /*epoch*/, size_t /*steps*/,
                            size_t /*done*/) {}

  // After step `step` of the epoch, counted from 1. `loss` is this step's
  // alone, `running` the epoch's so far.
  virtual void OnStep(size_t /*step*/, float /*loss*/,
                      const Metrics& /*running*/) {}

  virtual void OnEpochEnd(uint32_t /*epoch*/, const EpochResult& /*result*/) {}

  // Instead of OnEpochEnd: the training ended within an epoch.
  virtual void OnEpochBroken() {}
};

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_ENGINE_TRAINING_OBSERVER_H_
