#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <memory>
#include <optional>
#include <vector>

#include "runtime/data/dataset.h"
#include "runtime/engine/adapt_to_data.h"
#include "runtime/engine/batches.h"
#include "runtime/engine/inference.h"
#include "runtime/engine/initializers.h"
#include "runtime/engine/memory.h"
#include "runtime/engine/metrics.h"
#include "runtime/engine/thread_team.h"
#include "runtime/engine/trainer.h"
#include "runtime/files/atomic_file.h"
#include "runtime/files/weights.h"
#include "runtime/program/commands.h"
#include "runtime/program/csv_logs.h"
#include "runtime/program/messages.h"
#include "runtime/program/output_check.h"
#include "runtime/program/print_dataset.h"
#include "runtime/program/progress.h"
#include "runtime/program/resume.h"
#include "runtime/program/run_directory.h"
#include "runtime/program/signals.h"

namespace sinter::runtime {
namespace {

// The command's files, all opened before any work is done.
class TrainCommand {
 public:
  TrainCommand(const Model& model, const Options& options, Results& results)
      : model_(model), options_(options), results_(results) {}

  Status Run();

 private:
  Status OpenData();
  Status Start(ModelMemory& memory);
  Status OpenRun(ModelMemory& memory);
  EpochHistory EarlierHistory() const;
  Status OpenLogs();
  Status OpenSave();
  Status PrintData() const;
  Status TrainAndSave(ModelMemory& memory, ThreadTeam& team);
  void AdaptTo(const Dataset& data, ModelMemory& memory);
  Status BeginRun(const Dataset& data, ModelMemory& memory);
  void NoteUnknownData() const;
  Status Fit(const Dataset& data, ModelMemory& memory, ThreadTeam& team);
  bool IsSilent() const { return options_.verbosity == Verbosity::kSilent; }
  bool IsKept() const { return run_ != nullptr || !options_.save.empty(); }
  bool IsSaved(const Status& trained) const;
  Status WriteResults(const Status& trained, ModelMemory& memory);
  Status WithWhatIsKept(const Status& trained) const;
  void NoteThatNothingIsKept() const;
  Status EvaluateTestSet(ModelMemory& memory, ThreadTeam& team);
  TrainingPosition StartPosition() const;

  const Model& model_;
  Options options_;  // with those of the saved run, when one goes on
  Results& results_;
  std::optional<DatasetFiles> training_set_;
  std::optional<DatasetFiles> test_set_;
  std::unique_ptr<RunDirectory> run_;  // nullptr: the training is not kept
  std::vector<std::unique_ptr<CsvLog>> logs_;
  std::optional<AtomicFile> save_;  // nothing: the weights are not saved
};

Status TrainCommand::Run() {
  if (Status status = CheckOutputs(model_, options_); !status.ok()) {
    return status;
  }
  if (Status status = OpenData(); !status.ok()) return status;
  ModelMemory memory(model_);
  if (Status status = Start(memory); !status.ok()) return status;
  if (Status status = OpenLogs(); !status.ok()) return status;
  if (Status status = OpenSave(); !status.ok()) return status;
  if (!IsSilent()) {
    if (Status status = PrintData(); !status.ok()) return status;
  }
  ThreadTeam team(options_.threads);
  CatchStopSignals();
  const Status trained = TrainAndSave(memory, team);
  RestoreStopSignals();
  if (!trained.ok()) return trained;
  const bool is_lost = options_.fit.epochs > 0 && !IsKept();
  if (is_lost && !IsSilent()) NoteThatNothingIsKept();
  return EvaluateTestSet(memory, team);
}

Status TrainCommand::OpenData() {
  const DataInfo& data = model_.data;
  StatusOr<DatasetFiles> training =
      DatasetFiles::Open(model_, options_.data, data.train);
  if (!training.ok()) return training.status();
  training_set_.emplace(std::move(*training));
  if (!DatasetFiles::Present(options_.data, data.test).empty()) {
    StatusOr<DatasetFiles> test =
        DatasetFiles::Open(model_, options_.data, data.test);
    if (!test.ok()) return test.status();
    test_set_.emplace(std::move(*test));
  }
  return Status();
}

// Parameters and slots: those of the saved run, of a file, or new ones.
Status TrainCommand::Start(ModelMemory& memory) {
  if (Status status = OpenRun(memory); !status.ok()) return status;
  if (!options_.resume.empty()) {
    return AdoptSavedOptions(run_->checkpoint(), options_);
  }
  InitializeState(model_, options_.fit.seed, memory.state.span());
  if (options_.weights.empty()) return Status();
  return LoadWeights(model_, options_.weights, memory.state.span());
}

Status TrainCommand::OpenRun(ModelMemory& memory) {
  if (options_.resume.empty() && options_.run_dir.empty()) return Status();
  StatusOr<std::unique_ptr<RunDirectory>> run =
      options_.resume.empty()
          ? RunDirectory::Create(model_, options_.run_dir)
          : RunDirectory::Open(model_, options_.resume, memory.state.span());
  if (run.ok()) run_ = std::move(*run);
  return run.status();
}

TrainingPosition TrainCommand::StartPosition() const {
  return run_ == nullptr ? TrainingPosition() : run_->checkpoint().position;
}

// A training that goes on has what it had before, too.
EpochHistory TrainCommand::EarlierHistory() const {
  if (run_ != nullptr) return run_->history();
  return EpochHistory({model_.metrics, options_.fit.validation_split > 0});
}

Status TrainCommand::OpenLogs() {
  if (!options_.history.empty()) {
    StatusOr<std::unique_ptr<CsvLog>> history =
        CreateHistory(options_.history, EarlierHistory());
    if (!history.ok()) return history.status();
    logs_.push_back(std::move(*history));
  }
  if (!options_.step_log.empty()) {
    StatusOr<std::unique_ptr<CsvLog>> log =
        CreateStepLog(options_.step_log, StartPosition().iteration);
    if (!log.ok()) return log.status();
    logs_.push_back(std::move(*log));
  }
  return Status();
}

// A file that cannot be written should be known before hours of training.
Status TrainCommand::OpenSave() {
  if (options_.save.empty()) return Status();
  StatusOr<AtomicFile> save = AtomicFile::Create(options_.save);
  if (save.ok()) save_.emplace(std::move(*save));
  return save.status();
}

Status TrainCommand::PrintData() const {
  PrintDataset(model_, "train", *training_set_, results_);
  if (test_set_.has_value()) PrintDataset(model_, "test", *test_set_, results_);
  return results_.Flush();
}

// The training set is in memory only here.
Status TrainCommand::TrainAndSave(ModelMemory& memory, ThreadTeam& team) {
  StatusOr<Dataset> data = training_set_->Read();
  if (!data.ok()) return data.status();
  // Nothing is trained yet: nothing is worth saving, least of all in the place
  // of something that is.
  if (const int signal = StopSignal(); signal != 0) {
    return StoppedBySignal(signal, "before the first step");
  }
  AdaptTo(*data, memory);
  if (Status status = BeginRun(*data, memory); !status.ok()) return status;
  const Status trained = Fit(*data, memory, team);
  if (trained.code() == ExitCode::kUsage) return trained;
  const Status written = WriteResults(trained, memory);
  if (trained.code() != ExitCode::kFiles && !written.ok()) return written;
  if (!trained.ok()) return WithWhatIsKept(trained);
  // A signal that came too late to stop the training.
  const int signal = StopSignal();
  if (signal == 0) return Status();
  return WithWhatIsKept(StoppedBySignal(signal, "after the last step"));
}

// Weights that are given are adapted already.
void TrainCommand::AdaptTo(const Dataset& data, ModelMemory& memory) {
  if (!options_.weights.empty() || !options_.resume.empty()) return;
  const size_t samples =
      TrainingSamples(data.samples(), options_.fit.validation_split)
          .value_or(data.samples());
  const size_t constant =
      AdaptToData(model_, data, samples, memory.state.span());
  if (constant == 0 || IsSilent()) return;
  PrintNote(model_.name,
            fmt::format("{} of the training set {} the same value everywhere: "
                        "Normalization makes any other one very large",
                        constant == 1 ? "a column"
                                      : fmt::format("{} columns", constant),
                        constant == 1 ? "has" : "have"));
}

Status TrainCommand::BeginRun(const Dataset& data, ModelMemory& memory) {
  const std::optional<size_t> training_samples =
      TrainingSamples(data.samples(), options_.fit.validation_split);
  if (run_ == nullptr || !training_samples.has_value()) return Status();
  const bool knows_data = !run_->checkpoint().data.checksum.empty();
  Status status = run_->Begin(
      options_.fit, {*training_samples, data.Checksum()}, memory.state.span());
  if (!status.ok()) return status;
  if (!options_.resume.empty() && !knows_data) NoteUnknownData();
  return run_->Record({options_.words, options_.data,
                       run_->checkpoint().position.iteration,
                       model_.sinter_version});
}

void TrainCommand::NoteUnknownData() const {
  if (options_.verbosity == Verbosity::kSilent) return;
  PrintNote(model_.name,
            fmt::format("{} is of a version that did not keep its data's "
                        "checksum: whether these are the same is not known",
                        options_.resume));
}

Status TrainCommand::Fit(const Dataset& data, ModelMemory& memory,
                         ThreadTeam& team) {
  ProgressDisplay progress(
      STDERR_FILENO, options_.fit.epochs,
      StyleFor(STDERR_FILENO, options_.verbosity, model_.metrics));
  std::vector<TrainingObserver*> observers;
  for (const auto& log : logs_) observers.push_back(log.get());
  if (!IsSilent()) observers.push_back(&progress);
  if (run_ != nullptr) observers.push_back(run_.get());
  return runtime::Fit(model_, data, options_.fit, memory, team, observers,
                      StopSignal(),
                      {StartPosition(), run_.get(), options_.checkpoint_steps});
}

// Weights that are no numbers are not worth saving.
bool TrainCommand::IsSaved(const Status& trained) const {
  return trained.code() != ExitCode::kNotFinite && !options_.save.empty();
}

// The weights, unless they are no numbers, and the logs, which tell of a failed
// training too. One that cannot be written does not keep the others from it.
Status TrainCommand::WriteResults(const Status& trained, ModelMemory& memory) {
  Status status;
  if (IsSaved(trained)) {
    status = SaveWeights(model_, memory.state.span(), *save_);
  }
  for (const auto& log : logs_) {
    const Status closed = log->Close();
    if (status.ok()) status = closed;
  }
  if (run_ != nullptr) {
    const Status closed = run_->Finish(trained, std::nullopt);
    if (status.ok()) status = closed;
  }
  return status;
}

// Tells what a training that did not reach its goal has left.
Status TrainCommand::WithWhatIsKept(const Status& trained) const {
  std::string message = trained.message();
  if (IsSaved(trained)) {
    message += fmt::format("; weights saved to {}", options_.save);
  }
  if (run_ != nullptr) {
    message += fmt::format("; {} keeps it up to step {}", run_->path(),
                           run_->checkpoint().position.iteration);
  }
  if (!IsKept() && trained.code() != ExitCode::kNotFinite) {
    message += "; the trained weights are lost, without --save or --run-dir";
  }
  return Status(trained.code(), message);
}

void TrainCommand::NoteThatNothingIsKept() const {
  PrintNote(model_.name,
            "the trained weights are not kept; --save FILE or --run-dir DIR "
            "keeps them");
}

Status TrainCommand::EvaluateTestSet(ModelMemory& memory, ThreadTeam& team) {
  if (!test_set_.has_value()) return Status();
  StatusOr<Dataset> data = test_set_->Read();
  if (!data.ok()) return data.status();
  const Batches batches(model_, *data, 0, data->samples());
  const Metrics metrics = runtime::Evaluate(model_, batches, memory, team);
  PrintTestMetrics(model_, metrics, results_);
  const Status printed = results_.Flush();
  if (run_ == nullptr) return printed;
  const Status kept = run_->Finish(Status(), metrics);
  return printed.ok() ? kept : printed;
}

}  // namespace

Status Train(const Model& model, const Options& options, Results& results) {
  return TrainCommand(model, options, results).Run();
}

}  // namespace sinter::runtime
