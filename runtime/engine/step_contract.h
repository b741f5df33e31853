// What a model's step functions do about arguments that break their contract
// (model.h).
//
// Without NDEBUG every step is checked, and a broken contract ends the program
// with a message, as a failed assert does. With NDEBUG nothing is looked for,
// but samples beyond a batch are left out, and a step of no samples does
// nothing: neither writes where it should not, nor makes weights of 0 / 0.
#ifndef SINTER_RUNTIME_ENGINE_STEP_CONTRACT_H_
#define SINTER_RUNTIME_ENGINE_STEP_CONTRACT_H_

#include <algorithm>
#include <cstdint>

#include "runtime/engine/model.h"

namespace sinter::runtime {

// Of the file that includes this; not inline, because files may differ.
#ifdef NDEBUG
constexpr bool kChecksSteps = false;
#else
constexpr bool kChecksSteps = true;
#endif

enum class StepKind { kTrain, kEvaluate, kPredict };

struct StepContract {
  const char* name;  // of the function
  StepKind kind;
  uint32_t batch;  // most samples
};

// Ends the program if the arguments are not what `step` of `model` expects. How
// long the data set is, nobody says: indices are not checked.
void CheckStep(const Model& model, const StepContract& step,
               const StepArguments& arguments, const Worker& worker);

// The same with `most` samples at most.
inline StepArguments WithAtMost(uint32_t most, StepArguments arguments) {
  arguments.samples = std::min(arguments.samples, most);
  return arguments;
}

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_ENGINE_STEP_CONTRACT_H_
