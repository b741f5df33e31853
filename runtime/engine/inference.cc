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

std::vector<AlignedArray<float>> Predict(const Model& model,
                                         const Batches& batches,
                                         ModelMemory& memory,
                                         ThreadTeam& team) {
  // Whole batches, so that every step has the room of a full one.
  std::vector<AlignedArray<float>> outputs;
  for (const OutputInfo& output : model.outputs) {
    outputs.emplace_back(batches.steps() * model.batch * output.stride);
  }
  const StepFunctions& steps = ChooseSteps(model, batches);
  team.Run([&](const Worker& worker) {
    StepArguments arguments = {};
    arguments.state = memory.state.data();
    arguments.arena = memory.arena.data();
    for (size_t step = 0; step < batches.steps(); ++step) {
      batches.Select(step, arguments);
      for (size_t k = 0; k < outputs.size(); ++k) {
        arguments.output[k] =
            outputs[k].data() + step * model.batch * model.outputs[k].stride;
      }
      const bool one = arguments.samples == 1;
      (one ? steps.predict_one : steps.predict)(arguments, worker);
    }
  });
  return outputs;
}

}  // namespace sinter::runtime
