#include "runtime/program/resume.h"

#include <fmt/format.h>

namespace sinter::runtime {
namespace {

template <typename T>
Status CheckSame(const char* option, bool given, T value, T saved,
                 const std::string& run) {
  if (!given || value == saved) return Status();
  return UsageError(fmt::format("{}: the run in {} was begun with {}, not {}",
                                option, run, saved, value));
}

Status CheckGoal(const TrainingPosition& position, const Options& options) {
  const uint64_t begun = uint64_t{position.epoch} + (position.step > 0);
  if (options.given.epochs && options.fit.epochs < begun) {
    return UsageError(
        fmt::format("--epochs: the run in {} has begun epoch {} already, more "
                    "than {}",
                    options.resume, begun, options.fit.epochs));
  }
  if (options.fit.most_steps < position.iteration) {
    return UsageError(fmt::format(
        "--steps: the run in {} has done {} steps already, more than {}",
        options.resume, position.iteration, options.fit.most_steps));
  }
  return Status();
}

}  // namespace

Status AdoptSavedOptions(const Checkpoint& saved, Options& options) {
  const GivenOptions& given = options.given;
  FitOptions& fit = options.fit;
  Status status =
      CheckSame("--seed", given.seed, fit.seed, saved.fit.seed, options.resume);
  if (status.ok()) {
    status =
        CheckSame("--learning-rate", given.learning_rate, fit.learning_rate,
                  saved.fit.learning_rate, options.resume);
  }
  if (status.ok() && given.no_shuffle && saved.fit.shuffle) {
    status = UsageError(fmt::format(
        "--no-shuffle: the run in {} was begun without it", options.resume));
  }
  if (status.ok()) status = CheckGoal(saved.position, options);
  fit.seed = saved.fit.seed;
  fit.learning_rate = saved.fit.learning_rate;
  fit.shuffle = saved.fit.shuffle;
  if (!given.epochs) fit.epochs = saved.fit.epochs;
  return status;
}

}  // namespace sinter::runtime
