#include "bench/session.h"

#include <algorithm>
#include <atomic>
#include <utility>

#include "bench/measurement.h"
#include "bench/peak.h"
#include "runtime/engine/initializers.h"

namespace sinter::bench {
namespace {

constexpr uint32_t kSeed = 1;

}  // namespace

Session::Session(const runtime::Model& model, Variant variant,
                 const Samples& samples, unsigned threads)
    : model_(model),
      variant_(std::move(variant)),
      samples_(samples),
      team_(threads),
      memory_(model),
      output_(size_t{model.batch} * model.outputs[0].stride) {
  runtime::InitializeState(model, kSeed, memory_.state.span());
}

runtime::StepArguments Session::Arguments(uint64_t first, uint32_t rows) {
  runtime::StepArguments arguments = {};
  arguments.x[0] = samples_.x();
  arguments.y[0] = samples_.y();
  arguments.indices = samples_.indices() + first;
  arguments.samples = rows;
  arguments.iteration = iteration_;
  arguments.learning_rate = model_.defaults.learning_rate;
  arguments.state = memory_.state.data();
  arguments.arena = memory_.arena.data();
  arguments.metrics = metrics_;
  arguments.output[0] = output_.data();
  return arguments;
}

// In one region, as training programs do.
template <typename Step>
void Session::RunSteps(size_t steps, Step&& step) {
  runtime::StepLoop loop(solo_policy_);
  const std::atomic<size_t> limit{steps};
  team_.Run(
      [&](const runtime::Worker& worker) { loop.Run(worker, 0, limit, step); });
}

void Session::Train(uint64_t steps) {
  const uint64_t batches = samples_.count() / model_.batch;
  RunSteps(steps, [&](size_t i, const runtime::Worker& worker) {
    runtime::StepArguments arguments =
        Arguments((iteration_ + i) % batches * model_.batch, model_.batch);
    arguments.iteration = iteration_ + i;
    variant_.steps.train_step(arguments, worker);
  });
  iteration_ += steps;
}

void Session::TrainEpoch() {
  const uint64_t steps = (samples_.count() + model_.batch - 1) / model_.batch;
  RunSteps(steps, [&](size_t i, const runtime::Worker& worker) {
    const auto first = static_cast<uint32_t>(i * model_.batch);
    runtime::StepArguments arguments =
        Arguments(first, std::min(model_.batch, samples_.count() - first));
    arguments.iteration = iteration_ + i;
    variant_.steps.train_step(arguments, worker);
  });
  iteration_ += steps;
}

void Session::Predict() {
  team_.Run([&](const runtime::Worker& worker) {
    for (uint32_t first = 0; first < samples_.count(); first += model_.batch) {
      variant_.steps.predict(
          Arguments(first, std::min(model_.batch, samples_.count() - first)),
          worker);
    }
  });
}

double Session::PeakAfter(uint64_t steps, uint64_t rounds) {
  Train(steps);
  const Timer timer;
  team_.Run([&](const runtime::Worker&) { RunPeakLoop(rounds); });
  return timer.Seconds();
}

std::vector<double> Session::PredictOneByOne(uint64_t calls) {
  std::vector<double> seconds(calls);
  team_.Run([&](const runtime::Worker& worker) {
    for (uint64_t i = 0; i < calls; ++i) {
      const Timer timer;
      variant_.steps.predict_one(Arguments((calls_ + i) % samples_.count(), 1),
                                 worker);
      if (worker.index == 0) seconds[i] = timer.Seconds();
    }
  });
  calls_ += calls;
  return seconds;
}

}  // namespace sinter::bench
