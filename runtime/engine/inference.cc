#include "runtime/engine/inference.h"

#include "runtime/engine/choose_steps.h"

namespace sinter::runtime {

Metrics Evaluate(const Model& model, const Batches& batches,
                 ModelMemory& memory, ThreadTeam& team) {
  const StepFunctions& steps = ChooseSteps(model, batches);
  float step_metrics[kStepMetrics] = {};
  MetricSum sum;
  team.Run([&](const Worker& worker) {
    StepArguments arguments = {};
    arguments.state = memory.state.data();
    arguments.arena = memory.arena.data();
    arguments.metrics = step_metrics;
    for (size_t step = 0; step < batches.steps(); ++step) {
      batches.Select(step, arguments);
      steps.evaluate_step(arguments, worker);
      if (worker.index == 0) sum.Add(step_metrics, arguments.samples);
    }
  });
  return sum.Mean();
}

AlignedArray<float> Predict(const Model& model, const Batches& batches,
                            ModelMemory& memory, ThreadTeam& team) {
  // Whole batches, so that every step has the room of a full one.
  const size_t batch_floats = size_t{model.batch} * model.output_stride;
  AlignedArray<float> output(batches.steps() * batch_floats);
  const StepFunctions& steps = ChooseSteps(model, batches);
  team.Run([&](const Worker& worker) {
    StepArguments arguments = {};
    arguments.state = memory.state.data();
    arguments.arena = memory.arena.data();
    for (size_t step = 0; step < batches.steps(); ++step) {
      batches.Select(step, arguments);
      arguments.output = output.data() + step * batch_floats;
      const bool one = arguments.samples == 1;
      (one ? steps.predict_one : steps.predict)(arguments, worker);
    }
  });
  return output;
}

}  // namespace sinter::runtime
