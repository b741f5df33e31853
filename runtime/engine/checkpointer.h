// Where a training stands between two steps, and who saves it there.
//
// A position together with the state block, the data and the fit options says
// all about a training: the order of an epoch's samples is a function of seed
// and epoch, dropout one of seed and iteration, and the arena holds nothing
// from one step to the next. So a training that goes on from a position is the
// unbroken one, bit for bit.
#ifndef SINTER_RUNTIME_ENGINE_CHECKPOINTER_H_
#define SINTER_RUNTIME_ENGINE_CHECKPOINTER_H_

#include <cstdint>

#include "runtime/engine/metrics.h"
#include "runtime/engine/status.h"

namespace sinter::runtime {

struct TrainingPosition {
  uint32_t epoch = 0;      // epochs finished
  uint64_t step = 0;       // steps done of the next epoch, fewer than it has
  uint64_t iteration = 0;  // steps done in all
  MetricSum sum;           // over the `step` steps of the unfinished epoch
};

class Checkpointer {
 public:
  virtual ~Checkpointer() = default;

  // Called by the thread that trains, between two steps: the state block does
  // not change meanwhile, and all parameters are finite. A failure ends the
  // training.
  virtual Status Save(const TrainingPosition& position) = 0;
};

// How a training is saved, and where it begins.
struct Checkpointing {
  TrainingPosition start;
  // Called after every epoch (and its OnEpochEnd), within an epoch whenever the
  // iteration is a multiple of `interval`, and when a signal ends the training.
  Checkpointer* checkpointer = nullptr;  // may be null: nothing is saved
  uint64_t interval = 0;                 // 0: epochs' ends only
};

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_ENGINE_CHECKPOINTER_H_
