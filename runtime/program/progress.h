// Keras' progress display, on stderr.
//
//   Epoch 1/5
//   469/469 ━━━━━━━━━━━━━━━━━━━━ 1s 2ms/step - accuracy: 0.9261 - loss: 0.2563
//
// On a terminal the second line grows in place while the epoch runs, and leaves
// out what its width has no room for; elsewhere it is written once, at the
// epoch's end. That last state is always whole.
#ifndef SINTER_RUNTIME_PROGRAM_PROGRESS_H_
#define SINTER_RUNTIME_PROGRAM_PROGRESS_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

#include "runtime/engine/training_observer.h"
#include "runtime/program/figures.h"

namespace sinter::runtime {

// --verbose.
enum class Verbosity : uint32_t { kSilent = 0, kAuto = 1, kLinePerEpoch = 2 };

struct ProgressStyle {
  bool bar = true;       // false: "469/469 - 1s - 2ms/step - ..."
  bool animated = true;  // rewrites the line while the epoch runs
  bool colour = true;
  bool utf8 = true;     // else the bar is of ASCII: "=====....."
  MetricNames metrics;  // shown beside the loss
};

// One state of an epoch's progress.
struct ProgressFigures {
  size_t step = 0;   // done
  size_t steps = 0;  // of the epoch
  bool final = false;
  double elapsed = 0;   // seconds since the epoch began
  double per_step = 0;  // seconds
  EpochResult result;
};

// The line for `figures`, without line feed. For `columns` characters the bar
// gets shorter; before the end of the epoch figures are left out, too.
std::string FormatProgress(const ProgressFigures& figures,
                           const ProgressStyle& style,
                           size_t columns = SIZE_MAX);

// The style for a stream: animation and colour only on a terminal that is not
// dumb, colour only without NO_COLOR in the environment.
ProgressStyle StyleFor(int fd, Verbosity verbosity, MetricNames metrics);

class ProgressDisplay : public TrainingObserver {
 public:
  // Writes to file descriptor `fd`. Failures to write are ignored: a training
  // does not end because nobody watches it.
  ProgressDisplay(int fd, uint32_t epochs, ProgressStyle style)
      : fd_(fd), epochs_(epochs), style_(style) {}

  void OnEpochBegin(uint32_t epoch, size_t steps, size_t done) override;
  void OnStep(size_t step, float loss, const Metrics& running) override;
  void OnEpochEnd(uint32_t epoch, const EpochResult& result) override;
  void OnEpochBroken() override;

 private:
  using Clock = std::chrono::steady_clock;

  double SecondsPerStep(Clock::time_point now) const;
  size_t RewritableColumns() const;
  void Show(const EpochResult& result, bool final, Clock::time_point now);

  const int fd_;
  const uint32_t epochs_;
  const ProgressStyle style_;
  size_t step_ = 0;
  size_t steps_ = 0;
  size_t before_ = 0;  // steps that a stopped training had done
  Clock::time_point begin_;
  Clock::time_point first_step_;  // end of the epoch's first step
  Clock::time_point shown_;
};

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_PROGRAM_PROGRESS_H_
