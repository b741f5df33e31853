// Figures of a training as CSV files.
//
// Numbers are written so that they read back exactly, whatever the locale. The
// files appear under their names when the training ends (see atomic_file.h), in
// whatever way it ends; that they can be written is known before it starts.
// What was there is replaced, whatever training it told of.
#ifndef SINTER_RUNTIME_PROGRAM_CSV_LOGS_H_
#define SINTER_RUNTIME_PROGRAM_CSV_LOGS_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "runtime/engine/status.h"
#include "runtime/engine/training_observer.h"
#include "runtime/files/atomic_file.h"
#include "runtime/program/figures.h"

namespace sinter::runtime {

class CsvLog : public TrainingObserver {
 public:
  explicit CsvLog(AtomicFile file) : file_(std::move(file)) {}
  // Reports anything that went wrong since the beginning.
  virtual Status Close() { return file_.Commit(); }

 protected:
  // Errors are kept by the file until Close.
  void Append(const std::string& line) { (void)file_.Write(line); }

 private:
  AtomicFile file_;
};

// Which figures a history has besides the loss.
struct HistoryColumns {
  MetricNames metrics;
  bool validation;
};

// Keras' CSVLogger: a line an epoch, epochs from 0, columns epoch and those of
// FiguresOf. Each line ends with a line feed.
std::string HistoryHeader(HistoryColumns columns);
std::string HistoryLine(HistoryColumns columns, uint32_t epoch,
                        const EpochResult& result);

// The lines of the epochs that were trained so far.
class EpochHistory {
 public:
  explicit EpochHistory(HistoryColumns columns) : columns_(columns) {}

  HistoryColumns columns() const { return columns_; }
  const std::vector<std::string>& lines() const { return lines_; }
  // With the header.
  std::string Text() const;

  // In the place of a line that is there of this epoch: it was trained again.
  void Add(uint32_t epoch, const EpochResult& result);
  // The next epoch's line, as read from a file.
  void AddLine(std::string line) { lines_.push_back(std::move(line)); }

 private:
  HistoryColumns columns_;
  std::vector<std::string> lines_;
};

// Header, the lines of `earlier`, those of the epochs to come.
StatusOr<std::unique_ptr<CsvLog>> CreateHistory(const std::string& path,
                                                EpochHistory earlier);

// A line a step: step,loss. Steps count from 1 over all epochs, `steps` were
// done before; the loss is the step's own, with 9 significant digits, enough
// for any float32.
StatusOr<std::unique_ptr<CsvLog>> CreateStepLog(const std::string& path,
                                                uint64_t steps);

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_PROGRAM_CSV_LOGS_H_
