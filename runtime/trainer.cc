#include "runtime/trainer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <csignal>
#include <vector>

#include "runtime/batches.h"
#include "runtime/inference.h"

namespace sinter::runtime {
namespace {

// One training from its first step to its last.
class Training {
 public:
  Training(const Model& model, const FitOptions& options, ModelMemory& memory,
           ThreadTeam& team, std::span<TrainingObserver* const> observers,
           const std::atomic<int>& stop_signal)
      : model_(model),
        options_(options),
        memory_(memory),
        team_(team),
        observers_(observers),
        stop_signal_(stop_signal) {}

  Status Run(const Dataset& data, size_t training_samples);

 private:
  Status RunEpoch(const Batches& batches, const Dataset& data);
  void RunSteps(const Batches& batches, const Worker& worker);
  bool FinishStep(size_t step, uint32_t samples);
  Status WhyStopped() const;
  EpochResult Result(const Dataset& data, size_t training_samples);

  const Model& model_;
  const FitOptions& options_;
  ModelMemory& memory_;
  ThreadTeam& team_;
  std::span<TrainingObserver* const> observers_;
  const std::atomic<int>& stop_signal_;

  uint32_t epoch_ = 0;
  uint64_t iteration_ = 0;  // steps done before this epoch

  // Of the running epoch. Written by worker 0 alone, except stop_before_.
  float step_metrics_[kStepMetrics] = {};
  MetricSum sum_;
  size_t steps_ = 0;  // that it will have
  size_t done_ = 0;   // finished, in worker 0's view
  float loss_ = 0;    // of the last finished step
  bool finite_ = true;
  // The first step that no worker begins. Worker 0 lowers it after step k to
  // k + 2: the others may have begun k + 1 already, and by its last barrier all
  // of them see the new value. So no barrier is spent on this.
  std::atomic<size_t> stop_before_{0};
};

Status Training::Run(const Dataset& data, size_t training_samples) {
  std::vector<uint32_t> order;
  for (; epoch_ < options_.epochs && iteration_ < options_.most_steps;
       ++epoch_) {
    if (options_.shuffle) {
      order = ShuffledOrder(training_samples, options_.seed, epoch_);
    }
    const Batches batches = options_.shuffle
                                ? Batches(model_, data, 0, order)
                                : Batches(model_, data, 0, training_samples);
    if (Status status = RunEpoch(batches, data); !status.ok()) return status;
  }
  return Status();
}

Status Training::RunEpoch(const Batches& batches, const Dataset& data) {
  sum_ = MetricSum();
  done_ = 0;
  steps_ =
      std::min<uint64_t>(batches.steps(), options_.most_steps - iteration_);
  stop_before_ = stop_signal_ == 0 ? steps_ : 0;
  for (TrainingObserver* observer : observers_) {
    observer->OnEpochBegin(epoch_, steps_);
  }
  team_.Run([&](const Worker& worker) { RunSteps(batches, worker); });
  if (!finite_ || done_ < steps_) {
    for (TrainingObserver* observer : observers_) observer->OnEpochBroken();
    return WhyStopped();
  }
  iteration_ += steps_;
  const EpochResult result = Result(data, batches.samples());
  for (TrainingObserver* observer : observers_) {
    observer->OnEpochEnd(epoch_, result);
  }
  // A signal in the last step, or while validating.
  return stop_signal_ == 0 ? Status() : WhyStopped();
}

// What each worker does in an epoch's parallel region.
void Training::RunSteps(const Batches& batches, const Worker& worker) {
  StepArguments arguments = {};
  arguments.seed = options_.seed;
  arguments.learning_rate = options_.learning_rate;
  arguments.state = memory_.state.data();
  arguments.arena = memory_.arena.data();
  arguments.metrics = step_metrics_;
  for (size_t step = 0; step < stop_before_.load(std::memory_order_relaxed);
       ++step) {
    batches.Select(step, arguments);
    arguments.iteration = static_cast<uint32_t>(iteration_ + step);
    model_.steps.train_step(arguments, worker);
    if (worker.index == 0 && finite_ && !FinishStep(step, arguments.samples)) {
      stop_before_ = std::min<size_t>(stop_before_, step + 2);
    }
  }
}

// Worker 0, after each step; false to stop.
bool Training::FinishStep(size_t step, uint32_t samples) {
  done_ = step + 1;
  loss_ = step_metrics_[0];
  finite_ = std::isfinite(loss_);
  sum_.Add(step_metrics_, samples);
  const Metrics running = sum_.Mean();
  for (TrainingObserver* observer : observers_) {
    observer->OnStep(done_, loss_, running);
  }
  return finite_ && stop_signal_.load(std::memory_order_relaxed) == 0;
}

Status Training::WhyStopped() const {
  const std::string place =
      fmt::format("epoch {}, step {} of {}", epoch_ + 1, done_, steps_);
  if (!finite_) {
    return Status(ExitCode::kNotFinite,
                  fmt::format("the loss is {} after {}; a smaller learning "
                              "rate may help",
                              loss_, place));
  }
  return Status(
      stop_signal_ == SIGTERM ? ExitCode::kTerminated : ExitCode::kInterrupted,
      fmt::format("interrupted after {}", place));
}

EpochResult Training::Result(const Dataset& data, size_t training_samples) {
  EpochResult result{sum_.Mean(), std::nullopt};
  if (training_samples < data.samples()) {
    const Batches kept_back(model_, data, training_samples,
                            data.samples() - training_samples);
    result.validation = Evaluate(model_, kept_back, memory_, team_);
  }
  return result;
}

}  // namespace

FitOptions DefaultFitOptions(const Model& model) {
  FitOptions options;
  options.epochs = model.defaults.epochs;
  options.learning_rate = model.defaults.learning_rate;
  options.seed = model.defaults.seed;
  options.shuffle = model.defaults.shuffle;
  options.validation_split = model.defaults.validation_split;
  return options;
}

Status Fit(const Model& model, const Dataset& data, const FitOptions& options,
           ModelMemory& memory, ThreadTeam& team,
           std::span<TrainingObserver* const> observers,
           const std::atomic<int>& stop_signal) {
  const std::optional<size_t> training_samples =
      TrainingSamples(data.samples(), options.validation_split);
  if (!training_samples.has_value()) {
    return UsageError(fmt::format(
        "a validation split of {} of {} samples leaves none to {}",
        options.validation_split, data.samples(),
        options.validation_split * static_cast<double>(data.samples()) < 1
            ? "validate"
            : "train"));
  }
  return Training(model, options, memory, team, observers, stop_signal)
      .Run(data, *training_samples);
}

}  // namespace sinter::runtime
