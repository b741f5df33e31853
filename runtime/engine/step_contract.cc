#include "runtime/engine/step_contract.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <span>
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

std::string BlockComplaint(const std::string& name, const void* block) {
  if (block == nullptr) return fmt::format("{} is null", name);
  if (reinterpret_cast<uintptr_t>(block) % kAlignment == 0) return "";
  return fmt::format("{} is not aligned to {} bytes", name, kAlignment);
}

std::string NullComplaint(const char* name, std::span<const void* const> all) {
  const auto null = std::ranges::find(all, nullptr);
  if (null == all.end()) return "";
  return fmt::format("{}[{}] is null", name, null - all.begin());
}

std::string OutputComplaint(const Model& model,
                            const StepArguments& arguments) {
  for (size_t i = 0; i < model.outputs.size(); ++i) {
    const std::string name = fmt::format("output[{}]", i);
    const float* output = arguments.output[i];
    const bool is_aligned =
        model.outputs[i].stride * sizeof(float) % kAlignment == 0;
    const std::string complaint =
        is_aligned ? BlockComplaint(name, output)
                   : (output == nullptr ? name + " is null" : "");
    if (!complaint.empty()) return complaint;
  }
  return "";
}

std::string ResultComplaint(const Model& model, const StepContract& step,
                            const StepArguments& arguments) {
  if (step.kind == StepKind::kPredict) {
    return OutputComplaint(model, arguments);
  }
  const std::string complaint =
      NullComplaint("y", std::span(arguments.y).first(model.outputs.size()));
  if (!complaint.empty()) return complaint;
  return arguments.metrics == nullptr ? "metrics is null" : "";
}

std::string LabelComplaint(const OutputInfo& output,
                           const StepArguments& arguments,
                           const uint8_t* labels) {
  for (uint32_t i = 0; i < arguments.samples; ++i) {
    const uint32_t row =
        arguments.indices == nullptr ? i : arguments.indices[i];
    if (labels[row] < output.elements) continue;
    return fmt::format("the label of sample {} is {}, of {} classes", i,
                       labels[row], output.elements);
  }
  return "";
}

std::string LabelComplaint(const Model& model, const StepContract& step,
                           const StepArguments& arguments) {
  if (step.kind == StepKind::kPredict) return "";
  for (size_t k = 0; k < model.outputs.size(); ++k) {
    if (model.outputs[k].target != TargetKind::kLabels) continue;
    const std::string complaint =
        LabelComplaint(model.outputs[k], arguments,
                       static_cast<const uint8_t*>(arguments.y[k]));
    if (!complaint.empty()) return complaint;
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
  for (const std::string& complaint :
       {NullComplaint("x", std::span(arguments.x).first(model.inputs.size())),
        WorkerComplaint(worker), BlockComplaint("state", arguments.state),
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
