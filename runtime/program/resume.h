// The options of a training that goes on.
#ifndef SINTER_RUNTIME_PROGRAM_RESUME_H_
#define SINTER_RUNTIME_PROGRAM_RESUME_H_

#include "runtime/engine/status.h"
#include "runtime/files/checkpoint.h"
#include "runtime/program/options.h"

namespace sinter::runtime {

// Fills options.fit with what the saved run was begun with, but for what the
// command line gave: it may set the goal, --epochs and --steps, to anything
// that is not yet passed. kUsage if it goes back, or names another seed,
// learning rate or order: then the outcome would be that of no unbroken run.
Status AdoptSavedOptions(const Checkpoint& saved, Options& options);

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_PROGRAM_RESUME_H_
