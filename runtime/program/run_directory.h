// The folder that keeps a training, `train --run-dir DIR`:
//
//   spec.resolved.yaml            the spec with every default filled in
//   history.csv                   as csv_logs.h describes it
//   metrics.json                  where the training stands, its options, its
//                                 figures
//   commands.jsonl                the commands that trained here
//   checkpoints/last.safetensors  as checkpoint.h describes it
//   checkpoints/best.safetensors  the same, of the finished epoch with the
//                                 smallest validation loss, if samples validate
//
// Each file is replaced as a whole (see atomic_file.h), last.safetensors after
// history and best: a training that was killed in between does the epoch again
// and writes the same. metrics.json is for readers; nothing is read from it.
//
// While a training runs it holds a lock on the folder (flock); a second one is
// refused. A training that was killed could not say so: metrics.json goes on
// saying "running" until --resume finishes it. Whether one does run, the lock
// tells: `flock --nonblock DIR true` fails then.
#ifndef SINTER_RUNTIME_PROGRAM_RUN_DIRECTORY_H_
#define SINTER_RUNTIME_PROGRAM_RUN_DIRECTORY_H_

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "runtime/engine/checkpointer.h"
#include "runtime/engine/metrics.h"
#include "runtime/engine/model.h"
#include "runtime/engine/status.h"
#include "runtime/engine/training_observer.h"
#include "runtime/files/checkpoint.h"
#include "runtime/files/input_file.h"
#include "runtime/program/csv_logs.h"
#include "runtime/program/run_commands.h"

namespace sinter::runtime {

class RunDirectory : public TrainingObserver, public Checkpointer {
 public:
  // For a new training. Makes the folder; kUsage if it keeps one already.
  static StatusOr<std::unique_ptr<RunDirectory>> Create(
      const Model& model, const std::string& path);

  // Of a training that goes on: reads its last checkpoint into `state`, and its
  // history.
  static StatusOr<std::unique_ptr<RunDirectory>> Open(const Model& model,
                                                      const std::string& path,
                                                      std::span<float> state);

  // The names of all files that a run in this folder may write.
  static std::vector<std::string> Files(const std::string& folder);

  const std::string& path() const { return path_; }

  // Of the epochs trained so far.
  const EpochHistory& history() const { return history_; }

  // What was read or saved last; before that, defaults.
  const Checkpoint& checkpoint() const { return checkpoint_; }

  // Call once, before the training. Saves a new training's beginning. An error
  // if a training that goes on had other data, as far as it knows its own, or a
  // new one's parameters are not finite.
  Status Begin(const FitOptions& fit, const TrainingData& data,
               std::span<const float> state);

  // Keeps the command that trains.
  Status Record(const CommandRecord& record) const;

  void OnEpochEnd(uint32_t epoch, const EpochResult& result) override;

  Status Save(const TrainingPosition& position) override;

  // How the training ended, and what it came to on the test set.
  Status Finish(const Status& trained, const std::optional<Metrics>& test);

 private:
  RunDirectory(const Model& model, const std::string& path,
               FileDescriptor lock);
  static StatusOr<std::unique_ptr<RunDirectory>> Lock(const Model& model,
                                                      const std::string& path);
  std::string File(const char* name) const { return path_ + "/" + name; }
  Status RemoveLeftovers() const;
  Status CheckData(const TrainingData& data) const;
  Status ReadHistory();
  Status SaveEpoch(bool finished);
  Status WriteMetrics(const char* status,
                      const std::optional<Metrics>& test) const;

  const Model& model_;
  const std::string path_;
  FileDescriptor lock_;
  Checkpoint checkpoint_;
  bool is_new_ = true;
  std::span<const float> state_;
  EpochHistory history_;
  std::optional<EpochResult> result_;  // of an epoch that is not saved yet
};

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_PROGRAM_RUN_DIRECTORY_H_
