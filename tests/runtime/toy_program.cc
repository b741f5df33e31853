// The toy model as a program. For the tests, the environment can say what
// happens in its train steps, which count from 0 over all epochs:
//   TOY_SIGNAL=number    the step TOY_STEP raises this signal,
//   TOY_SIGNALS=count    this many times (default 1)
//   TOY_NAN=loss         the step TOY_STEP makes its loss not a number,
//   TOY_NAN=weights      or, after that, a weight alone
//   TOY_SLEEP=us         every step takes this many microseconds longer
//   TOY_PROGRESS=file    holds the number of the last step begun, in decimal
// and what the model is:
//   TOY_SPEC_HASH=text   of another spec
//   TOY_VALIDATION=x     the part of the training set that validates
//   TOY_METRICS=both     with both metrics
#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <string_view>

#include "runtime/program/program.h"
#include "tests/runtime/toy_model.h"

namespace {

using sinter::runtime::Model;
using sinter::runtime::StepArguments;
using sinter::runtime::Worker;

const char* Text(const char* name) {
  const char* text = std::getenv(name);
  return text == nullptr ? "" : text;
}

int Number(const char* name) { return std::atoi(Text(name)); }

bool IsTheStep(uint64_t iteration) {
  static const uint32_t step = Number("TOY_STEP");
  return iteration == step;
}

void RaiseSignals() {
  static const int signal = Number("TOY_SIGNAL");
  static const int count = Number("TOY_SIGNALS");
  if (signal == 0) return;
  for (int i = 0; i < (count == 0 ? 1 : count); ++i) std::raise(signal);
}

// pwrite64 is none of the calls that saving a file makes, so the tests that
// count those do not see it.
void ShowProgress(uint64_t iteration) {
  static const int fd = open(Text("TOY_PROGRESS"), O_WRONLY | O_CREAT, 0666);
  if (fd < 0) return;
  char text[16];
  const int length = std::snprintf(text, sizeof(text), "%010llu\n",
                                   static_cast<unsigned long long>(iteration));
  if (pwrite(fd, text, length, 0) != length) std::abort();
}

void Disturb(const StepArguments& arguments) {
  static const int sleep = Number("TOY_SLEEP");
  ShowProgress(arguments.iteration);
  if (sleep > 0) usleep(sleep);
  if (!IsTheStep(arguments.iteration)) return;
  RaiseSignals();
  if (Text("TOY_NAN") == std::string_view("loss")) {
    arguments.state[0] = std::numeric_limits<float>::quiet_NaN();
  }
}

Model model;
sinter::runtime::StepFunction toy_step;

// The loss of such a step is still finite.
void SpoilWeights(const StepArguments& arguments, const Worker& worker) {
  toy_step(arguments, worker);
  if (worker.index == 0 && IsTheStep(arguments.iteration)) {
    arguments.state[0] = std::numeric_limits<float>::infinity();
  }
  worker.Wait();
}

}  // namespace

int main(int argc, char** argv) {
  model = sinter::runtime::ToyModel();
  if (*Text("TOY_SPEC_HASH") != '\0') model.spec_hash = Text("TOY_SPEC_HASH");
  model.defaults.validation_split = std::atof(Text("TOY_VALIDATION"));
  if (Text("TOY_METRICS") == std::string_view("both")) {
    model.metrics = sinter::runtime::kToyMetrics;
  }
  if (Text("TOY_NAN") == std::string_view("weights")) {
    toy_step = model.steps.train_step;
    model.steps.train_step = SpoilWeights;
  }
  sinter::runtime::SetToyStepHook(Disturb);
  return sinter::runtime::Main(argc, argv, model);
}
