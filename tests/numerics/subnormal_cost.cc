// What a step costs whose numbers are subnormal, against one whose numbers are
// not, both as the processor computes by default and as a ThreadTeam has it:
// medians of steps that take turns, on one thread. Prints a line for each kind
// of number. Not a test, since it judges time; docs/testing.md has figures.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <string_view>
#include <vector>

#include "floats.h"
#include "runtime/engine/memory.h"
#include "runtime/engine/subnormals.h"

namespace {

using sinter::runtime::FlushSubnormals;
using sinter::runtime::Model;
using sinter::runtime::ModelMemory;
using sinter::runtime::StepArguments;
using sinter::runtime::StepFunction;
using sinter::runtime::TensorInfo;
using Clock = std::chrono::steady_clock;

constexpr int kTurns = 400;
constexpr float kNormal = 1e-3f;
constexpr float kSubnormal = 1e-40f;

// The numbers of a step: one value for all of a kind.
struct Numbers {
  float inputs = kNormal;
  float weights = kNormal;
  float velocities = kNormal;
};

class Steps {
 public:
  explicit Steps(const Model& model)
      : model_(model),
        memory_(model),
        x_(size_t{model.batch} * model.inputs[0].elements),
        y_(model.batch, 1) {}

  // Seconds of one step.
  double Time(StepFunction function, const Numbers& numbers, bool flushed) {
    Fill(numbers);
    std::optional<FlushSubnormals> flush;
    if (flushed) flush.emplace();
    float metrics[2];
    StepArguments arguments = {};
    arguments.x[0] = x_.data();
    arguments.y[0] = y_.data();
    arguments.samples = model_.batch;
    arguments.learning_rate = 1e-3f;
    arguments.state = memory_.state.data();
    arguments.arena = memory_.arena.data();
    arguments.metrics = metrics;
    const Clock::time_point begin = Clock::now();
    function(arguments, {0, 1, nullptr});
    return std::chrono::duration<double>(Clock::now() - begin).count();
  }

 private:
  void Fill(const Numbers& numbers) {
    std::fill(x_.begin(), x_.end(), numbers.inputs);
    for (size_t i = 0; i < model_.tensors.size(); ++i) {
      const TensorInfo& tensor = model_.tensors[i];
      const bool slot = tensor.role == sinter::runtime::TensorRole::kSlot;
      const size_t size = size_t{tensor.rows} * tensor.cols;
      std::fill_n(memory_.state.data() + tensor.offset, size,
                  slot ? numbers.velocities : numbers.weights);
    }
  }

  const Model& model_;
  ModelMemory memory_;
  std::vector<float> x_;
  std::vector<uint8_t> y_;
};

double Median(std::vector<double>& values) {
  std::nth_element(values.begin(), values.begin() + values.size() / 2,
                   values.end());
  return values[values.size() / 2];
}

void Compare(std::string_view what, Steps& steps, StepFunction function,
             const Numbers& normal, const Numbers& subnormal) {
  std::vector<double> none, computed, flushed;
  for (int turn = 0; turn < kTurns; ++turn) {
    none.push_back(steps.Time(function, normal, false));
    computed.push_back(steps.Time(function, subnormal, false));
    flushed.push_back(steps.Time(function, subnormal, true));
  }
  const double base = Median(none);
  fmt::print("{:36} {:8.1f} us {:6.2f} times {:6.2f} times\n", what, base * 1e6,
             Median(computed) / base, Median(flushed) / base);
}

void CompareAll(const Model& model) {
  Steps steps(model);
  const StepFunction train = model.steps.train_step;
  const StepFunction predict = model.steps.evaluate_step;
  Compare("train: the same twice", steps, train, {}, {});
  Compare("train: inputs", steps, train, {}, {.inputs = kSubnormal});
  Compare("train: weights", steps, train, {}, {.weights = kSubnormal});
  Compare("train: velocities without gradient", steps, train, {.inputs = 0},
          {.inputs = 0, .velocities = kSubnormal});
  Compare("train: all", steps, train, {}, {kSubnormal, kSubnormal, kSubnormal});
  Compare("evaluate: inputs", steps, predict, {}, {.inputs = kSubnormal});
  Compare("evaluate: weights", steps, predict, {}, {.weights = kSubnormal});
}

}  // namespace

int main() {
  fmt::print("{:36} {:>11} {:>12} {:>12}\n", "subnormal", "none", "computed",
             "flushed");
  CompareAll(floats::Model());
}
