#include "runtime/engine/step_contract.h"

#include <gtest/gtest.h>

#include "runtime/engine/memory.h"
#include "runtime/engine/panel_layout.h"
#include "runtime/engine/thread_team.h"
#include "tests/runtime/toy_model.h"

namespace sinter::runtime {
namespace {

constexpr StepContract kTrain = {"TrainStep", StepKind::kTrain, kToyBatch};
constexpr StepContract kPredict = {"Predict", StepKind::kPredict, kToyBatch};
constexpr Worker kAlone = {0, 1, nullptr};

class CheckStepTest : public ::testing::Test {
 protected:
  CheckStepTest() {
    arguments_.x[0] = x_;
    arguments_.y[0] = y_;
    arguments_.samples = kToyBatch;
    arguments_.state = memory_.state.data();
    arguments_.arena = memory_.arena.data();
    arguments_.metrics = metrics_;
    arguments_.output[0] = output_;
  }

  void ExpectDeath(const char* message, const StepContract& step = kTrain,
                   const Worker& worker = kAlone) {
    EXPECT_DEATH(CheckStep(model_, step, arguments_, worker), message);
  }

  Model model_ = ToyModel();
  OutputInfo output_info_ = model_.outputs[0];
  ModelMemory memory_{model_};
  uint8_t x_[kToyBatch * kToyFeatures] = {};
  uint8_t y_[kToyBatch] = {0, 1, 1, 0};
  float metrics_[3] = {};
  alignas(kAlignment) float output_[kToyBatch * kLaneMultiple] = {};
  StepArguments arguments_ = {};
};

TEST_F(CheckStepTest, GoodArguments) {
  CheckStep(model_, kTrain, arguments_, kAlone);
  arguments_.output[0] = nullptr;
  CheckStep(model_, kTrain, arguments_, kAlone);
  ThreadTeam team(2);
  team.Run([&](const Worker& worker) {
    CheckStep(model_, kTrain, arguments_, worker);
  });
}

TEST_F(CheckStepTest, PredictNeedsNoLabels) {
  arguments_.y[0] = nullptr;
  arguments_.metrics = nullptr;
  CheckStep(model_, kPredict, arguments_, kAlone);
}

TEST_F(CheckStepTest, Samples) {
  arguments_.samples = kToyBatch + 1;
  ExpectDeath(
      "toy::TrainStep: 5 samples, but a batch has 4 at most .see "
      "runtime/engine/model.h");
  arguments_.samples = 0;
  ExpectDeath("there are no samples");
}

TEST_F(CheckStepTest, NullPointers) {
  const StepArguments good = arguments_;
  arguments_.x[0] = nullptr;
  ExpectDeath("x\\[0\\] is null");
  arguments_ = good;
  arguments_.y[0] = nullptr;
  ExpectDeath("y\\[0\\] is null");
  arguments_ = good;
  arguments_.state = nullptr;
  ExpectDeath("state is null");
  arguments_ = good;
  arguments_.arena = nullptr;
  ExpectDeath("arena is null");
  arguments_ = good;
  arguments_.metrics = nullptr;
  ExpectDeath("metrics is null");
  arguments_ = good;
  arguments_.output[0] = nullptr;
  ExpectDeath("toy::Predict: output\\[0\\] is null", kPredict);
}

TEST_F(CheckStepTest, Alignment) {
  arguments_.state += 4;
  ExpectDeath("state is not aligned to 64 bytes");
  arguments_.state -= 4;
  arguments_.output[0] += 1;
  ExpectDeath("output\\[0\\] is not aligned to 64 bytes", kPredict);
  output_info_.stride = kToyClasses;
  model_.outputs = {&output_info_, 1};
  // rows are not aligned, either
  CheckStep(model_, kPredict, arguments_, kAlone);
}

TEST_F(CheckStepTest, Labels) {
  y_[2] = kToyClasses;
  ExpectDeath("the label of sample 2 is 2, of 2 classes");
  constexpr uint32_t kOthers[] = {0, 1, 3, 3};
  arguments_.indices = kOthers;
  CheckStep(model_, kTrain, arguments_, kAlone);
}

TEST_F(CheckStepTest, Workers) {
  ExpectDeath("worker 2 of a team of 2", kTrain, {2, 2, nullptr});
  ExpectDeath("worker 0 of a team of 0", kTrain, {0, 0, nullptr});
  ExpectDeath("a team of 2 workers without a barrier", kTrain, {0, 2, nullptr});
}

TEST(Worker, ATeamWithoutABarrierEndsTheProgram) {
  EXPECT_DEATH((Worker{0, 2, nullptr}.Wait()), "has no barrier");
  Worker{0, 1, nullptr}.Wait();
}

TEST(WithAtMost, LeavesOutSamples) {
  StepArguments arguments = {};
  arguments.samples = 7;
  EXPECT_EQ(WithAtMost(5, arguments).samples, 5u);
  EXPECT_EQ(WithAtMost(9, arguments).samples, 7u);
}

}  // namespace
}  // namespace sinter::runtime
