#include "runtime/program/csv_logs.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace sinter::runtime {
namespace {

class History : public CsvLog {
 public:
  History(AtomicFile file, EpochHistory earlier)
      : CsvLog(std::move(file)), history_(std::move(earlier)) {}

  void OnEpochEnd(uint32_t epoch, const EpochResult& result) override {
    history_.Add(epoch, result);
  }

  Status Close() override {
    Append(history_.Text());
    return CsvLog::Close();
  }

 private:
  EpochHistory history_;
};

class StepLog : public CsvLog {
 public:
  StepLog(AtomicFile file, uint64_t steps)
      : CsvLog(std::move(file)), steps_(steps) {
    Append("step,loss\n");
  }

  void OnStep(size_t /*step*/, float loss, const Metrics&) override {
    Append(fmt::format("{},{:.9g}\n", ++steps_, loss));
  }

 private:
  uint64_t steps_;
};

}  // namespace

std::string HistoryHeader(HistoryColumns columns) {
  EpochResult nothing;
  if (columns.validation) nothing.validation = Metrics();
  std::string header = "epoch";
  for (const Figure& figure : FiguresOf(columns.metrics, nothing)) {
    header += "," + figure.name;
  }
  return header + "\n";
}

std::string HistoryLine(HistoryColumns columns, uint32_t epoch,
                        const EpochResult& result) {
  std::string line = fmt::format("{}", epoch);
  for (const Figure& figure : FiguresOf(columns.metrics, result)) {
    line += fmt::format(",{}", figure.value);
  }
  return line + "\n";
}

std::string EpochHistory::Text() const {
  return fmt::format("{}{}", HistoryHeader(columns_), fmt::join(lines_, ""));
}

void EpochHistory::Add(uint32_t epoch, const EpochResult& result) {
  lines_.resize(epoch);
  lines_.push_back(HistoryLine(columns_, epoch, result));
}

StatusOr<std::unique_ptr<CsvLog>> CreateHistory(const std::string& path,
                                                EpochHistory earlier) {
  StatusOr<AtomicFile> file = AtomicFile::Create(path);
  if (!file.ok()) return file.status();
  return std::unique_ptr<CsvLog>(
      new History(std::move(*file), std::move(earlier)));
}

StatusOr<std::unique_ptr<CsvLog>> CreateStepLog(const std::string& path,
                                                uint64_t steps) {
  StatusOr<AtomicFile> file = AtomicFile::Create(path);
  if (!file.ok()) return file.status();
  return std::unique_ptr<CsvLog>(new StepLog(std::move(*file), steps));
}

}  // namespace sinter::runtime
