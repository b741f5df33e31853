// A generated program's step functions, run by a thread team. Works for every
// backend: the model's descriptor says where its tensors stand.
#ifndef SINTER_TESTS_CODEGEN_REFERENCE_COMPILED_MODEL_H_
#define SINTER_TESTS_CODEGEN_REFERENCE_COMPILED_MODEL_H_

#include <deque>
#include <vector>

#include "runtime/engine/memory.h"
#include "runtime/engine/model.h"
#include "runtime/engine/thread_team.h"
#include "tests/codegen/reference/batch.h"

namespace sinter::oracle {

class CompiledModel {
 public:
  // Runs model.steps.
  CompiledModel(const runtime::Model& model, unsigned threads);
  // Runs `steps`, which are model.steps or model.sparse_steps.
  CompiledModel(const runtime::Model& model, unsigned threads,
                const runtime::StepFunctions& steps);

  void SetState(const State& state);
  State GetState();

  Metrics Train(const Step& step);
  Metrics Evaluate(const Step& step);
  // [samples, elements of all outputs side by side]
  Tensor Predict(const Step& step);
  // The same for a step of one sample, by the function for that.
  Tensor PredictOne(const Step& step);

  const runtime::Model& model() const { return model_; }

 private:
  // Copies an array in one of the runtime's types; it lives as long as this.
  template <typename T>
  const void* Hold(const std::vector<double>& all);
  runtime::StepArguments ArgumentsOf(const Step& step);
  void Run(runtime::StepFunction function,
           const runtime::StepArguments& arguments);
  Metrics RunForMetrics(runtime::StepFunction function, const Step& step);
  Tensor RunForOutput(runtime::StepFunction function, const Step& step);

  const runtime::Model& model_;
  const runtime::StepFunctions steps_;
  runtime::AlignedArray<float> state_;
  runtime::AlignedArray<std::byte> arena_;
  runtime::ThreadTeam team_;
  std::deque<std::vector<std::byte>> held_;  // of the last step
};

}  // namespace sinter::oracle

#endif  // SINTER_TESTS_CODEGEN_REFERENCE_COMPILED_MODEL_H_
