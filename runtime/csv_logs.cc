#include "runtime/csv_logs.h"

#include <fmt/format.h>

namespace sinter::runtime {
namespace {

class History : public CsvLog {
 public:
  History(AtomicFile file, bool accuracy, bool validation)
      : CsvLog(std::move(file)), accuracy_(accuracy) {
    std::string header = accuracy ? "epoch,accuracy,loss" : "epoch,loss";
    if (validation) header += accuracy ? ",val_accuracy,val_loss" : ",val_loss";
    Append(header + "\n");
  }

  void OnEpochEnd(uint32_t epoch, const EpochResult& result) override {
    std::string line = fmt::format("{}", epoch) + Columns(result.training);
    if (result.validation.has_value()) line += Columns(*result.validation);
    Append(line + "\n");
  }

 private:
  std::string Columns(const Metrics& metrics) const {
    return accuracy_ ? fmt::format(",{},{}", metrics.accuracy, metrics.loss)
                     : fmt::format(",{}", metrics.loss);
  }

  const bool accuracy_;
};

class StepLog : public CsvLog {
 public:
  explicit StepLog(AtomicFile file) : CsvLog(std::move(file)) {
    Append("step,loss\n");
  }

  void OnStep(size_t /*step*/, float loss, const Metrics&) override {
    Append(fmt::format("{},{:.9g}\n", ++steps_, loss));
  }

 private:
  uint64_t steps_ = 0;
};

}  // namespace

StatusOr<std::unique_ptr<CsvLog>> CreateHistory(const std::string& path,
                                                bool accuracy,
                                                bool validation) {
  StatusOr<AtomicFile> file = AtomicFile::Create(path);
  if (!file.ok()) return file.status();
  return std::unique_ptr<CsvLog>(
      new History(std::move(*file), accuracy, validation));
}

StatusOr<std::unique_ptr<CsvLog>> CreateStepLog(const std::string& path) {
  StatusOr<AtomicFile> file = AtomicFile::Create(path);
  if (!file.ok()) return file.status();
  return std::unique_ptr<CsvLog>(new StepLog(std::move(*file)));
}

}  // namespace sinter::runtime
