#include "runtime/engine/trainer.h"

#include <fmt/format.h>
#include <signal.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "runtime/engine/batches.h"
#include "runtime/engine/choose_steps.h"
#include "runtime/engine/finite_parameters.h"
#include "runtime/engine/inference.h"
#include "runtime/engine/step_loop.h"

namespace sinter::runtime {
namespace {

// One training from its first step to its last.
class Training {
 public:
  Training(const Model& model, const FitOptions& options, ModelMemory& memory,
           ThreadTeam& team, std::span<TrainingObserver* const> observers,
           const std::atomic<int>& stop_signal,
           const Checkpointing& checkpointing)
      : model_(model),
        options_(options),
        memory_(memory),
        team_(team),
        observers_(observers),
        stop_signal_(stop_signal),
        checkpointing_(checkpointing),
        epoch_(checkpointing.start.epoch),
        iteration_(checkpointing.start.iteration - checkpointing.start.step),
        sum_(checkpointing.start.sum),
        done_(checkpointing.start.step) {}

  Status Run(const SampleView& data, size_t training_samples);

 private:
  Status RunEpoch(const Batches& batches, const SampleView& data);
  Status RunSteps(const Batches& batches);
  size_t NextCheckpoint() const;
  void RunRegion(const Batches& batches, size_t first, StepLoop& loop,
                 const Worker& worker);
  bool FinishStep(size_t step, uint32_t samples);
  TrainingPosition Position() const;
  Status Save();
  Status WhyStopped() const;
  void Advance();
  EpochResult Result(const SampleView& data, size_t training_samples);

  const Model& model_;
  const FitOptions& options_;
  ModelMemory& memory_;
  ThreadTeam& team_;
  std::span<TrainingObserver* const> observers_;
  const std::atomic<int>& stop_signal_;
  const Checkpointing& checkpointing_;

  uint32_t epoch_;
  uint64_t iteration_;  // steps done before this epoch

  // Of the running epoch. Written by worker 0 alone, except stop_before_.
  float step_metrics_[kStepMetrics] = {};
  MetricSum sum_;
  const StepFunctions* step_functions_ = nullptr;
  SoloPolicy solo_policy_;
  size_t all_steps_ = 0;  // for all samples
  size_t steps_ = 0;      // that it will have
  size_t done_;           // finished, in worker 0's view
  float loss_ = 0;        // of the last finished step
  bool finite_ = true;
  // The first step that no worker begins. Worker 0 lowers it after step k to
  // k + 2: the others may have begun k + 1 already, and by its last barrier all
  // of them see the new value. So no barrier is spent on this.
  std::atomic<size_t> stop_before_{0};
};

Status Training::Run(const SampleView& data, size_t training_samples) {
  std::vector<uint32_t> order;
  for (; epoch_ < options_.epochs && iteration_ + done_ < options_.most_steps;
       Advance()) {
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

// To the next epoch's beginning.
void Training::Advance() {
  ++epoch_;
  iteration_ += done_;
  done_ = 0;
  sum_ = MetricSum();
}

Status Training::RunEpoch(const Batches& batches, const SampleView& data) {
  step_functions_ = &ChooseSteps(model_, batches);
  all_steps_ = batches.steps();
  steps_ = std::min<uint64_t>(all_steps_, options_.most_steps - iteration_);
  for (TrainingObserver* observer : observers_) {
    observer->OnEpochBegin(epoch_, steps_, done_);
  }
  if (Status status = RunSteps(batches); !status.ok()) {
    for (TrainingObserver* observer : observers_) observer->OnEpochBroken();
    return status;
  }
  const EpochResult result = Result(data, batches.samples());
  for (TrainingObserver* observer : observers_) {
    observer->OnEpochEnd(epoch_, result);
  }
  if (Status status = Save(); !status.ok()) return status;
  // A signal in the last step, or while validating or saving.
  return stop_signal_ == 0 ? Status() : WhyStopped();
}

// The steps that the epoch has left. The checkpoint at its end is not taken
// here: it comes after the validation.
Status Training::RunSteps(const Batches& batches) {
  while (done_ < steps_) {
    const size_t first = done_;
    stop_before_ = stop_signal_ == 0 ? NextCheckpoint() : first;
    StepLoop loop(solo_policy_);
    team_.Run([&, first](const Worker& worker) {
      RunRegion(batches, first, loop, worker);
    });
    if (!finite_) return WhyStopped();
    if (done_ == steps_) break;
    if (Status status = Save(); !status.ok()) return status;
    if (stop_signal_ != 0) return WhyStopped();
  }
  return Status();
}

// The step of this epoch before which the next checkpoint is due, or its end.
size_t Training::NextCheckpoint() const {
  const uint64_t interval = checkpointing_.interval;
  if (interval == 0) return steps_;
  const uint64_t left = interval - (iteration_ + done_) % interval;
  return std::min<uint64_t>(steps_, done_ + left);
}

// What each worker does in a parallel region.
void Training::RunRegion(const Batches& batches, size_t first, StepLoop& loop,
                         const Worker& region_worker) {
  StepArguments arguments = {};
  arguments.seed = options_.seed;
  arguments.learning_rate = options_.learning_rate;
  arguments.state = memory_.state.data();
  arguments.arena = memory_.arena.data();
  arguments.metrics = step_metrics_;
  loop.Run(region_worker, first, stop_before_,
           [&](size_t step, const Worker& worker) {
             batches.Select(step, arguments);
             arguments.iteration = iteration_ + step;
             TrainStepAt(model_, *step_functions_, arguments.iteration)(
                 arguments, worker);
             if (worker.index == 0 && finite_ &&
                 !FinishStep(step, arguments.samples)) {
               stop_before_ = std::min<size_t>(stop_before_, step + 2);
             }
           });
}

// Worker 0, after each step; false to stop.
bool Training::FinishStep(size_t step, uint32_t samples) {
  done_ = step + 1;
  step_metrics_[0] = WithoutNanSign(step_metrics_[0]);
  loss_ = step_metrics_[0];
  finite_ = std::isfinite(loss_);
  sum_.Add(step_metrics_, samples);
  const Metrics running = sum_.Mean();
  for (TrainingObserver* observer : observers_) {
    observer->OnStep(done_, loss_, running);
  }
  return finite_ && stop_signal_.load(std::memory_order_relaxed) == 0;
}

// An epoch that was shortened is not finished: a training with more steps goes
// on within it.
TrainingPosition Training::Position() const {
  const uint64_t iteration = iteration_ + done_;
  if (done_ == all_steps_) return {epoch_ + 1, 0, iteration, {}};
  return {epoch_, done_, iteration, sum_};
}

// After every epoch, too, if nothing is kept: weights that are no numbers
// should not train on for hours.
Status Training::Save() {
  const Status finite =
      CheckFiniteParameters(model_, memory_.state.span(), Position());
  if (!finite.ok() || checkpointing_.checkpointer == nullptr) return finite;
  return checkpointing_.checkpointer->Save(Position());
}

Status Training::WhyStopped() const {
  const std::string place = done_ == 0
                                ? fmt::format("before epoch {}", epoch_ + 1)
                                : fmt::format("after epoch {}, step {} of {}",
                                              epoch_ + 1, done_, steps_);
  if (finite_) return StoppedBySignal(stop_signal_, place);
  return Status(ExitCode::kNotFinite,
                fmt::format("the loss is {} {}, with learning rate {}", loss_,
                            place, options_.learning_rate));
}

EpochResult Training::Result(const SampleView& data, size_t training_samples) {
  EpochResult result{sum_.Mean(), std::nullopt};
  if (training_samples < data.count) {
    const Batches kept_back(model_, data, training_samples,
                            data.count - training_samples);
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

Status StoppedBySignal(int signal, const std::string& place) {
  return Status(
      signal == SIGTERM ? ExitCode::kTerminated : ExitCode::kInterrupted,
      "interrupted " + place);
}

Status Fit(const Model& model, const SampleView& data,
           const FitOptions& options, ModelMemory& memory, ThreadTeam& team,
           std::span<TrainingObserver* const> observers,
           const std::atomic<int>& stop_signal,
           const Checkpointing& checkpointing) {
  const std::optional<size_t> training_samples =
      TrainingSamples(data.count, options.validation_split);
  if (!training_samples.has_value()) {
    return UsageError(fmt::format(
        "a validation split of {} of {} samples leaves none to {}",
        options.validation_split, data.count,
        options.validation_split * static_cast<double>(data.count) < 1
            ? "validate"
            : "train"));
  }
  return Training(model, options, memory, team, observers, stop_signal,
                  checkpointing)
      .Run(data, *training_samples);
}

}  // namespace sinter::runtime
