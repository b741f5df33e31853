// What grows with a spec stands in the arena: all step functions of wide models
// run in threads with a small stack, with every SIMD target of this machine.
#include <pthread.h>

#include <thread>

#include "gtest/gtest.h"
#include "tests/codegen/reference/compiled_model.h"
#include "tests/codegen/reference/programs.h"
#include "tests/codegen/reference/simd_targets.h"

namespace sinter::oracle {
namespace {

// As `ulimit -s 256` gives to every thread. Generated code needs 64 KB at most
// (kMostSumRows in runtime/kernels/sparse_contract-inl.h).
constexpr size_t kStackBytes = size_t{256} << 10;

// Of all threads that are made while it lives.
class SmallStacks {
 public:
  SmallStacks() {
    pthread_getattr_default_np(&before_);
    pthread_attr_t small;
    pthread_attr_init(&small);
    pthread_attr_setstacksize(&small, kStackBytes);
    pthread_setattr_default_np(&small);
    pthread_attr_destroy(&small);
  }
  ~SmallStacks() {
    pthread_setattr_default_np(&before_);
    pthread_attr_destroy(&before_);
  }

 private:
  pthread_attr_t before_;
};

class SmallStackTest : public ::testing::TestWithParam<Program> {};

void RunAll(const runtime::Model& model, const runtime::StepFunctions& steps) {
  if (steps.train_step == nullptr) return;
  const Dataset data =
      MakeData({{{model.inputs[0].type == runtime::ElementType::kUint8,
                  model.inputs[0].elements}},
                {{TargetNumbers::kLabels, model.outputs[0].elements}}},
               model.batch, /*seed=*/1, /*zeros=*/0.5);
  CompiledModel compiled(model, /*threads=*/2, steps);
  const Step step = MakeStep(data, /*iteration=*/1, model.batch);
  EXPECT_GT(compiled.Train(step).loss, 0);
  EXPECT_GT(compiled.Evaluate(step).loss, 0);
  EXPECT_GT(compiled.Predict(step)(0, 0), 0);
  EXPECT_GT(compiled.PredictOne(MakeStep(data, 1, 1))(0, 0), 0);
}

TEST_P(SmallStackTest, StepsRun) {
  const runtime::Model& model = GetParam().model();
  const SmallStacks small;
  OnEachTarget(model, [&] {
    std::thread worker_0([&] {
      RunAll(model, model.steps);
      RunAll(model, model.sparse_steps);
    });
    worker_0.join();
  });
}

INSTANTIATE_TEST_SUITE_P(All, SmallStackTest, ::testing::ValuesIn(kPrograms),
                         [](const auto& info) {
                           return std::string(info.param.name);
                         });

}  // namespace
}  // namespace sinter::oracle
