#include "runtime/program/run_directory.h"

#include <fcntl.h>
#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <sstream>
#include <utility>

#include "runtime/engine/finite_parameters.h"
#include "runtime/files/atomic_file.h"
#include "runtime/files/file_lock.h"
#include "runtime/program/run_metrics.h"

namespace sinter::runtime {
namespace {

constexpr const char* kSpec = "spec.resolved.yaml";
constexpr const char* kHistory = "history.csv";
constexpr const char* kMetrics = "metrics.json";
constexpr const char* kCommands = "commands.jsonl";
constexpr const char* kCheckpoints = "checkpoints";
constexpr const char* kLast = "checkpoints/last.safetensors";
constexpr const char* kBest = "checkpoints/best.safetensors";

// For metrics.json.
const char* StatusText(ExitCode code) {
  switch (code) {
    case ExitCode::kOk:
      return "finished";
    case ExitCode::kInterrupted:
    case ExitCode::kTerminated:
      return "interrupted";
    case ExitCode::kNotFinite:
      return "not finite";
    default:
      return "failed";
  }
}

}  // namespace

RunDirectory::RunDirectory(const Model& model, const std::string& path,
                           FileDescriptor lock)
    : model_(model),
      path_(path),
      lock_(std::move(lock)),
      history_({model.metrics, model.defaults.validation_split > 0}) {}

StatusOr<std::unique_ptr<RunDirectory>> RunDirectory::Lock(
    const Model& model, const std::string& path) {
  FileDescriptor fd(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (fd.get() < 0) {
    return FileError(fmt::format("{}: {}", path, std::strerror(errno)));
  }
  if (const int error = TakeLock(fd.get()); error != 0) {
    return FileError(fmt::format("{}: {}", path,
                                 error == EWOULDBLOCK
                                     ? "another process is training here"
                                     : std::strerror(error)));
  }
  return std::unique_ptr<RunDirectory>(
      new RunDirectory(model, path, std::move(fd)));
}

StatusOr<std::unique_ptr<RunDirectory>> RunDirectory::Create(
    const Model& model, const std::string& path) {
  Status status = CreateFolder(path);
  if (!status.ok()) return status;
  StatusOr<std::unique_ptr<RunDirectory>> run = Lock(model, path);
  if (!run.ok()) return run;
  std::error_code error;
  if (std::filesystem::exists((*run)->File(kLast), error)) {
    return UsageError(
        fmt::format("--run-dir: {} keeps a training already; go on with it by "
                    "--resume or name another folder",
                    path));
  }
  status = CreateFolder((*run)->File(kCheckpoints));
  if (status.ok()) status = (*run)->RemoveLeftovers();
  if (!status.ok()) return status;
  return run;
}

StatusOr<std::unique_ptr<RunDirectory>> RunDirectory::Open(
    const Model& model, const std::string& path, std::span<float> state) {
  StatusOr<std::unique_ptr<RunDirectory>> run = Lock(model, path);
  if (!run.ok()) return run;
  RunDirectory& self = **run;
  StatusOr<Checkpoint> checkpoint =
      LoadCheckpoint(model, self.File(kLast), state);
  if (!checkpoint.ok()) return checkpoint.status();
  self.checkpoint_ = *checkpoint;
  self.is_new_ = false;
  Status status = self.ReadHistory();
  if (status.ok()) status = self.RemoveLeftovers();
  if (!status.ok()) return status;
  return run;
}

std::vector<std::string> RunDirectory::Files(const std::string& folder) {
  std::vector<std::string> files;
  for (const char* name :
       {kSpec, kHistory, kMetrics, kCommands, kLast, kBest}) {
    files.push_back(folder + "/" + name);
  }
  return files;
}

// What a killed training left half written.
Status RunDirectory::RemoveLeftovers() const {
  Status status;
  for (const std::string& file : Files(path_)) {
    if (status.ok()) status = RemoveLeftover(file);
  }
  return status;
}

// There must be the lines of the epochs that are finished. There may be one
// more: of an epoch whose checkpoint was not written any more, or of a
// shortened one. It stays until the epoch ends once more.
Status RunDirectory::ReadHistory() {
  const StatusOr<InputFile> file = OpenInputFile(File(kHistory));
  if (!file.ok()) return file.status();
  std::string text(file->size, '\0');
  Status status = file->ReadAt(0, text.data(), text.size());
  if (!status.ok()) return status;
  std::istringstream lines(text);
  std::string line;
  if (!std::getline(lines, line) ||
      line + "\n" != HistoryHeader(history_.columns())) {
    return file->Error("does not begin with the history's header");
  }
  while (std::getline(lines, line) &&
         line.starts_with(fmt::format("{},", history_.lines().size()))) {
    history_.AddLine(line + "\n");
  }
  const size_t epochs = history_.lines().size();
  if (epochs >= checkpoint_.position.epoch) return Status();
  return file->Error(
      fmt::format("line {} is not that of epoch {}", epochs + 2, epochs));
}

Status RunDirectory::CheckData(const TrainingData& data) const {
  const TrainingData& saved = checkpoint_.data;
  if (data.samples != saved.samples) {
    return FileError(
        fmt::format("{}: was trained on {} samples, the data have {}", path_,
                    saved.samples, data.samples));
  }
  if (saved.checksum.empty() || data.checksum == saved.checksum) {
    return Status();
  }
  return FileError(fmt::format(
      "{}: was trained on other data: their CRC-32 is {}, that of the training "
      "set now is {}",
      path_, saved.checksum, data.checksum));
}

Status RunDirectory::Record(const CommandRecord& record) const {
  return AddCommand(File(kCommands), record);
}

Status RunDirectory::Begin(const FitOptions& fit, const TrainingData& data,
                           std::span<const float> state) {
  if (!is_new_) {
    if (Status status = CheckData(data); !status.ok()) return status;
  }
  checkpoint_.fit = fit;
  checkpoint_.data = data;
  state_ = state;
  if (!is_new_) return WriteMetrics("running", std::nullopt);
  Status status = CheckFiniteParameters(model_, state, TrainingPosition());
  if (status.ok()) {
    status = WriteFileAtomically(File(kSpec), model_.spec);
  }
  if (status.ok()) {
    status = WriteFileAtomically(File(kHistory), history_.Text());
  }
  return status.ok() ? Save(TrainingPosition()) : status;
}

void RunDirectory::OnEpochEnd(uint32_t epoch, const EpochResult& result) {
  history_.Add(epoch, result);
  result_ = result;
}

Status RunDirectory::Save(const TrainingPosition& position) {
  Status status;
  const TrainingPosition saved = std::exchange(checkpoint_.position, position);
  if (result_.has_value()) status = SaveEpoch(position.step == 0);
  result_.reset();
  if (status.ok()) {
    status = SaveCheckpoint(model_, checkpoint_, state_, File(kLast));
  }
  if (!status.ok()) {
    checkpoint_.position = saved;
    return status;
  }
  return WriteMetrics("running", std::nullopt);
}

// The epoch whose result came last. A shortened one is in the history, but does
// not count as the best: a training that goes on finishes it first.
Status RunDirectory::SaveEpoch(bool finished) {
  Status status = WriteFileAtomically(File(kHistory), history_.Text());
  if (!status.ok() || !finished || !result_->validation.has_value()) {
    return status;
  }
  const double loss = result_->validation->loss;
  const double best =
      checkpoint_.best.has_value() ? checkpoint_.best->loss : INFINITY;
  if (!(loss < best)) return status;
  checkpoint_.best = {checkpoint_.position.epoch - 1, loss};
  return SaveCheckpoint(model_, checkpoint_, state_, File(kBest));
}

Status RunDirectory::Finish(const Status& trained,
                            const std::optional<Metrics>& test) {
  return WriteMetrics(StatusText(trained.code()), test);
}

Status RunDirectory::WriteMetrics(const char* status,
                                  const std::optional<Metrics>& test) const {
  const std::vector<std::string>& lines = history_.lines();
  const RunFigures figures{status, lines.empty() ? std::string() : lines.back(),
                           test};
  return WriteFileAtomically(
      File(kMetrics),
      FormatRunMetrics(model_, checkpoint_, history_.columns(), figures));
}

}  // namespace sinter::runtime
