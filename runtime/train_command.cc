#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <memory>
#include <optional>
#include <vector>

#include "runtime/atomic_file.h"
#include "runtime/commands.h"
#include "runtime/csv_logs.h"
#include "runtime/dataset.h"
#include "runtime/inference.h"
#include "runtime/initializers.h"
#include "runtime/memory.h"
#include "runtime/metrics.h"
#include "runtime/progress.h"
#include "runtime/signals.h"
#include "runtime/thread_team.h"
#include "runtime/trainer.h"
#include "runtime/weights.h"

namespace sinter::runtime {
namespace {

// "[5 0 4 ... 5 6 8]", as NumPy shows a long array.
std::string LabelsText(std::span<const uint8_t> labels) {
  constexpr size_t kShown = 3;
  std::string text = "[";
  for (size_t i = 0; i < labels.size(); ++i) {
    const bool left_out = labels.size() > 2 * kShown && i == kShown;
    if (left_out) {
      text += "... ";
      i = labels.size() - kShown;
    }
    text += fmt::format("{}{}", labels[i], i + 1 == labels.size() ? "" : " ");
  }
  return text + "]";
}

// As the book's session shows a data set.
void PrintDataset(const char* set, const DatasetFiles& files,
                  Results& results) {
  const char* what = files.shape().size() > 2 ? "images" : "samples";
  results.Print("{}_{}.shape: {}\n", set, what, ShapeText(files.shape()));
  results.Print("{}_labels: {}\n", set, LabelsText(files.labels()));
}

// Whether the training began, to its end or not; else nothing is written.
bool HasTrained(const Status& trained) {
  return trained.code() != ExitCode::kFiles &&
         trained.code() != ExitCode::kUsage;
}

// The command's files, all opened before any work is done.
class TrainCommand {
 public:
  TrainCommand(const Model& model, const Options& options, Results& results)
      : model_(model), options_(options), results_(results) {}

  Status Run();

 private:
  Status OpenData();
  Status OpenLogs();
  Status CheckSave() const;
  Status Start(ModelMemory& memory) const;
  Status Fit(ModelMemory& memory, ThreadTeam& team);
  bool IsSaved(const Status& trained) const;
  Status WriteResults(const Status& trained, ModelMemory& memory) const;
  Status EvaluateTestSet(ModelMemory& memory, ThreadTeam& team);

  const Model& model_;
  const Options& options_;
  Results& results_;
  std::optional<DatasetFiles> training_set_;
  std::optional<DatasetFiles> test_set_;
  std::vector<std::unique_ptr<CsvLog>> logs_;
};

Status TrainCommand::Run() {
  if (Status status = OpenData(); !status.ok()) return status;
  if (Status status = OpenLogs(); !status.ok()) return status;
  if (Status status = CheckSave(); !status.ok()) return status;
  ModelMemory memory(model_);
  if (Status status = Start(memory); !status.ok()) return status;
  ThreadTeam team(options_.threads);
  CatchStopSignals();
  const Status trained = Fit(memory, team);
  if (!HasTrained(trained)) return trained;
  const Status written = WriteResults(trained, memory);
  RestoreStopSignals();
  if (!written.ok()) return written;
  if (trained.ok()) return EvaluateTestSet(memory, team);
  if (!IsSaved(trained)) return trained;
  return Status(trained.code(), fmt::format("{}; weights saved to {}",
                                            trained.message(), options_.save));
}

// Weights that are no numbers are not worth saving.
bool TrainCommand::IsSaved(const Status& trained) const {
  return trained.code() != ExitCode::kNotFinite && !options_.save.empty();
}

Status TrainCommand::OpenData() {
  const DataInfo& data = model_.data;
  StatusOr<DatasetFiles> training =
      DatasetFiles::Open(model_, options_.data, data.train_x, data.train_y);
  if (!training.ok()) return training.status();
  training_set_.emplace(std::move(*training));
  PrintDataset("train", *training_set_, results_);
  if (DatasetFiles::Exist(options_.data, data.test_x, data.test_y)) {
    StatusOr<DatasetFiles> test =
        DatasetFiles::Open(model_, options_.data, data.test_x, data.test_y);
    if (!test.ok()) return test.status();
    test_set_.emplace(std::move(*test));
    PrintDataset("test", *test_set_, results_);
  }
  return results_.Flush();
}

Status TrainCommand::OpenLogs() {
  if (!options_.history.empty()) {
    StatusOr<std::unique_ptr<CsvLog>> history =
        CreateHistory(options_.history, model_.has_accuracy,
                      options_.fit.validation_split > 0);
    if (!history.ok()) return history.status();
    logs_.push_back(std::move(*history));
  }
  if (!options_.step_log.empty()) {
    StatusOr<std::unique_ptr<CsvLog>> log = CreateStepLog(options_.step_log);
    if (!log.ok()) return log.status();
    logs_.push_back(std::move(*log));
  }
  return Status();
}

// A file that cannot be written should be known before hours of training.
Status TrainCommand::CheckSave() const {
  if (options_.save.empty()) return Status();
  return AtomicFile::Create(options_.save).status();
}

Status TrainCommand::Start(ModelMemory& memory) const {
  InitializeState(model_, options_.fit.seed, memory.state.span());
  if (options_.weights.empty()) return Status();
  return LoadWeights(model_, options_.weights, memory.state.span());
}

// The training set is in memory only here.
Status TrainCommand::Fit(ModelMemory& memory, ThreadTeam& team) {
  StatusOr<Dataset> data = training_set_->Read();
  if (!data.ok()) return data.status();
  ProgressDisplay progress(
      STDERR_FILENO, options_.fit.epochs,
      StyleFor(STDERR_FILENO, options_.verbosity, model_.has_accuracy));
  std::vector<TrainingObserver*> observers;
  for (const auto& log : logs_) observers.push_back(log.get());
  if (options_.verbosity != Verbosity::kSilent) observers.push_back(&progress);
  return runtime::Fit(model_, *data, options_.fit, memory, team, observers,
                      StopSignal());
}

// The weights, unless the training failed, and the logs, which tell of a failed
// training too. One that cannot be written does not keep the others from it.
Status TrainCommand::WriteResults(const Status& trained,
                                  ModelMemory& memory) const {
  Status status;
  if (IsSaved(trained)) {
    status = SaveWeights(model_, memory.state.span(), options_.save);
  }
  for (const auto& log : logs_) {
    const Status closed = log->Close();
    if (status.ok()) status = closed;
  }
  return status;
}

Status TrainCommand::EvaluateTestSet(ModelMemory& memory, ThreadTeam& team) {
  if (!test_set_.has_value()) return Status();
  StatusOr<Dataset> data = test_set_->Read();
  if (!data.ok()) return data.status();
  const Batches batches(model_, *data, 0, data->samples());
  PrintTestMetrics(model_, runtime::Evaluate(model_, batches, memory, team),
                   results_);
  return results_.Flush();
}

}  // namespace

Status Train(const Model& model, const Options& options, Results& results) {
  return TrainCommand(model, options, results).Run();
}

}  // namespace sinter::runtime
