// metrics.json of a training's folder: where it stands and what it came to.
#ifndef SINTER_RUNTIME_PROGRAM_RUN_METRICS_H_
#define SINTER_RUNTIME_PROGRAM_RUN_METRICS_H_

#include <optional>
#include <string>

#include "runtime/engine/metrics.h"
#include "runtime/engine/model.h"
#include "runtime/files/checkpoint.h"
#include "runtime/program/csv_logs.h"

namespace sinter::runtime {

struct RunFigures {
  // "running", "finished", "interrupted", "not finite" or "failed". A killed
  // training stays "running" until it is resumed.
  const char* status;
  std::string last_epoch;  // the history's last line; empty: there is none
  std::optional<Metrics> test;
};

// A JSON object of these keys, those with a question mark only if there is
// such a thing:
//   model, spec_hash, learning_rate, seed, shuffle, training_samples,
//   data_crc32 (see checkpoint.h), status, epochs (the goal), epochs_finished,
//   steps_of_next_epoch, steps, last_epoch? {the history's columns},
//   best_epoch? {epoch, val_loss}, test_loss?, test_acc? and the other metrics
//   of the test
std::string FormatRunMetrics(const Model& model, const Checkpoint& checkpoint,
                             HistoryColumns columns, const RunFigures& figures);

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_PROGRAM_RUN_METRICS_H_
