#include "runtime/engine/step_contract.h"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <string>

namespace sinter::runtime {
namespace {

std::string WorkerComplaint(const Worker& worker) {
  if (worker.index >= worker.count) {
    return fmt::format("worker {} of a team of {}", worker.index, worker.count);
  }
  if (worker.count > 1 && worker.barrier == nullptr) {
    return fmt::format("a team of {} workers without a barrier", worker.count);
  }
  return "";
}

std::string BlockComplaint(const char* name, const void* block) {
  if (block == nullptr) return fmt::format("{} is null", name);
  if (reinterpret_cast<uintptr_t>(block) % kAlignment == 0) return "";
  return fmt::format("{} is not aligned to {} bytes", name, kAlignment);
}

std::string OutputComplaint(const Model& model, const float* output) {
  const bool is_aligned = model.output_stride * sizeof(float) % kAlignment == 0;
  if (is_aligned) return BlockComplaint("output", output);
  return output == nullptr ? "output is null" : "";
}

std::string ResultComplaint(const Model& model, const StepContract& step,
                            const StepArguments& arguments) {
  if (step.kind == StepKind::kPredict) {
    return OutputComplaint(model, arguments.output);
  }
  if (arguments.y == nullptr) return "y is null";
  return arguments.metrics == nullptr ? "metrics is null" : "";
}

std::string LabelComplaint(const Model& model, const StepContract& step,
                           const StepArguments& arguments) {
  if (step.kind == StepKind::kPredict) return "";
  for (uint32_t i = 0; i < arguments.samples; ++i) {
    const uint32_t row =
        arguments.indices == nullptr ? i : arguments.indices[i];
    if (arguments.y[row] < model.classes) continue;
    return fmt::format("the label of sample {} is {}, of {} classes", i,
                       arguments.y[row], model.classes);
  }
  return "";
}

// The first that is wrong; "" if all is well.
std::string Complaint(const Model& model, const StepContract& step,
                      const StepArguments& arguments, const Worker& worker) {
  if (arguments.samples == 0) return "there are no samples";
  if (arguments.samples > step.batch) {
    return fmt::format("{} samples, but a batch has {} at most",
                       arguments.samples, step.batch);
  }
  if (arguments.x == nullptr) return "x is null";
  for (const std::string& complaint :
       {WorkerComplaint(worker), BlockComplaint("state", arguments.state),
        BlockComplaint("arena", arguments.arena),
        ResultComplaint(model, step, arguments)}) {
    if (!complaint.empty()) return complaint;
  }
  // All workers have the same labels.
  return worker.index == 0 ? LabelComplaint(model, step, arguments) : "";
}

}  // namespace

void CheckStep(const Model& model, const StepContract& step,
               const StepArguments& arguments, const Worker& worker) {
  const std::string complaint = Complaint(model, step, arguments, worker);
  if (complaint.empty()) return;
  std::fputs(fmt::format("{}::{}: {} (see runtime/engine/model.h)\n",
                         model.name, step.name, complaint)
                 .c_str(),
             stderr);
  std::abort();
}

}  // namespace sinter::runtime
