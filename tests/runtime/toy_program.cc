// The toy model as a program. For the tests, the environment can say what
// happens in one train step:
//   TOY_SIGNAL=number   the step TOY_STEP raises this signal
//   TOY_NAN=1           the step TOY_STEP makes the loss not a number
#include <csignal>
#include <cstdlib>
#include <limits>

#include "runtime/program.h"
#include "tests/runtime/toy_model.h"

namespace {

int Environment(const char* name) {
  const char* text = std::getenv(name);
  return text == nullptr ? 0 : std::atoi(text);
}

void Disturb(const sinter::runtime::StepArguments& arguments) {
  static const uint32_t step = Environment("TOY_STEP");
  static const int signal = Environment("TOY_SIGNAL");
  static const int nan = Environment("TOY_NAN");
  if (arguments.iteration != step) return;
  if (signal != 0) std::raise(signal);
  if (nan != 0) {
    arguments.state[0] = std::numeric_limits<float>::quiet_NaN();
  }
}

}  // namespace

int main(int argc, char** argv) {
  sinter::runtime::SetToyStepHook(Disturb);
  return sinter::runtime::Main(argc, argv, sinter::runtime::ToyModel());
}
