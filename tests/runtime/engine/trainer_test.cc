#include "runtime/engine/trainer.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <csignal>
#include <limits>
#include <vector>

#include "runtime/data/dataset.h"
#include "runtime/engine/inference.h"
#include "runtime/engine/initializers.h"
#include "tests/runtime/test_files.h"
#include "tests/runtime/toy_model.h"

namespace sinter::runtime {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class Recorder : public TrainingObserver {
 public:
  void OnEpochBegin(uint32_t, size_t steps, size_t) override {
    begun.push_back(steps);
  }
  void OnStep(size_t, float loss, const Metrics& mean) override {
    losses.push_back(loss);
    running = mean;
  }
  void OnEpochEnd(uint32_t, const EpochResult& result) override {
    results.push_back(result);
  }
  void OnEpochBroken() override { ++broken; }

  std::vector<size_t> begun;
  std::vector<float> losses;
  Metrics running;
  std::vector<EpochResult> results;
  int broken = 0;
};

// Says so when it is asked to save the step `bad_iteration`.
class FakeCheckpointer : public Checkpointer {
 public:
  Status Save(const TrainingPosition& position) override {
    positions.push_back(position);
    iterations.push_back(position.iteration);
    return position.iteration == bad_iteration ? FileError("no room")
                                               : Status();
  }

  std::vector<TrainingPosition> positions;
  std::vector<uint64_t> iterations;
  uint64_t bad_iteration = UINT64_MAX;
};

// 14 samples: four steps an epoch, the last of 2 samples.
constexpr uint32_t kSamples = 14;

class TrainerTest : public ::testing::Test {
 protected:
  TrainerTest() : memory_(model_) {
    const TemporaryFolder folder;
    WriteToyData(folder.path(), kSamples, 1);
    data_ = std::move(
        *DatasetFiles::Open(model_, folder.path(), model_.data.train)->Read());
  }
  ~TrainerTest() override { SetToyStepHook(nullptr); }

  Status Train(unsigned threads = 1) {
    InitializeState(model_, options_.seed, memory_.state.span());
    ThreadTeam team(threads);
    TrainingObserver* observers[] = {&recorder_};
    return Fit(model_, data_, options_, memory_, team, observers, stop_,
               checkpointing_);
  }

  // How often each sample is trained, and the sizes of the batches.
  void CountSamples() {
    SetToyStepHook([this](const StepArguments& arguments) {
      sizes_.push_back(arguments.samples);
      for (uint32_t i = 0; i < arguments.samples; ++i) {
        const size_t row =
            arguments.indices == nullptr ? i : arguments.indices[i];
        const std::byte* sample =
            static_cast<const std::byte*>(arguments.x[0]) + row * kToyFeatures;
        const size_t number = (sample - data_.x[0].data()) / kToyFeatures;
        order_.push_back(number);
        EXPECT_EQ(static_cast<const std::byte*>(arguments.y[0]) + row,
                  data_.y[0].data() + number);
      }
    });
  }

  Model model_ = ToyModel();
  ModelMemory memory_;
  Dataset data_;
  FitOptions options_ = DefaultFitOptions(model_);
  Recorder recorder_;
  std::atomic<int> stop_{0};
  FakeCheckpointer checkpointer_;
  Checkpointing checkpointing_{{}, &checkpointer_, 0};
  std::vector<uint32_t> sizes_;
  std::vector<size_t> order_;
};

TEST_F(TrainerTest, DefaultsAreTheModels) {
  EXPECT_EQ(options_.epochs, 2u);
  EXPECT_EQ(options_.learning_rate, 0.125f);
  EXPECT_EQ(options_.seed, 7u);
  EXPECT_TRUE(options_.shuffle);
}

TEST_F(TrainerTest, Learns) {
  options_.epochs = 60;
  ASSERT_TRUE(Train(2).ok());
  EXPECT_EQ(recorder_.results.size(), 60u);
  EXPECT_LT(recorder_.results.back().training.loss,
            0.2 * recorder_.results.front().training.loss);
  EXPECT_EQ(recorder_.results.back().training.values[0], 1);
}

TEST_F(TrainerTest, EveryEpochTrainsEverySampleOnceInANewOrder) {
  CountSamples();
  ASSERT_TRUE(Train().ok());
  EXPECT_THAT(sizes_, ElementsAre(4, 4, 4, 2, 4, 4, 4, 2));
  ASSERT_EQ(order_.size(), 2 * kSamples);
  const std::vector<size_t> first(order_.begin(), order_.begin() + kSamples);
  const std::vector<size_t> second(order_.begin() + kSamples, order_.end());
  EXPECT_NE(first, second);
  for (const auto& epoch : {first, second}) {
    std::vector<bool> seen(kSamples);
    for (size_t sample : epoch) seen[sample] = true;
    EXPECT_EQ(std::count(seen.begin(), seen.end(), true), kSamples);
  }
}

TEST_F(TrainerTest, WithoutShufflingInFileOrder) {
  options_.shuffle = false;
  options_.epochs = 1;
  CountSamples();
  ASSERT_TRUE(Train().ok());
  EXPECT_TRUE(std::is_sorted(order_.begin(), order_.end()));
  EXPECT_EQ(order_.size(), kSamples);
}

TEST_F(TrainerTest, TheMeanIsWeightedByBatchSize) {
  options_.epochs = 1;
  ASSERT_TRUE(Train().ok());
  ASSERT_EQ(recorder_.losses.size(), 4u);
  const auto& loss = recorder_.losses;
  EXPECT_DOUBLE_EQ(
      recorder_.results[0].training.loss,
      (4. * loss[0] + 4. * loss[1] + 4. * loss[2] + 2. * loss[3]) / kSamples);
  EXPECT_EQ(recorder_.running.loss, recorder_.results[0].training.loss);
}

// The second one is the loss, summed up.
TEST_F(TrainerTest, EachMetricHasItsOwnSum) {
  Model model = model_;
  model.metrics = kToyMetrics;
  ThreadTeam team(2);
  const Metrics metrics =
      Evaluate(model, Batches(model, data_, 0, kSamples), memory_, team);
  EXPECT_NEAR(metrics.values[1], metrics.loss, 1e-6 * metrics.loss);
  EXPECT_NE(metrics.values[0], metrics.values[1]);
}

TEST_F(TrainerTest, TheThreadCountChangesNothing) {
  std::vector<std::vector<float>> states;
  for (unsigned threads : {1, 2, 3, 4, 7}) {
    ASSERT_TRUE(Train(threads).ok());
    states.emplace_back(memory_.state.span().begin(),
                        memory_.state.span().end());
    EXPECT_EQ(states.back(), states.front());
  }
  options_.seed = 8;
  ASSERT_TRUE(Train().ok());
  EXPECT_FALSE(std::equal(states[0].begin(), states[0].end(),
                          memory_.state.span().begin()));
}

TEST_F(TrainerTest, ValidationTakesTheLastSamples) {
  options_.validation_split = 0.25;
  CountSamples();
  ASSERT_TRUE(Train(2).ok());
  ASSERT_EQ(order_.size(), 2 * 10u);
  EXPECT_EQ(*std::max_element(order_.begin(), order_.end()), 9u);
  ThreadTeam team(1);
  const Metrics last =
      Evaluate(model_, Batches(model_, data_, 10, 4), memory_, team);
  ASSERT_TRUE(recorder_.results.back().validation.has_value());
  EXPECT_EQ(recorder_.results.back().validation->loss, last.loss);
  EXPECT_EQ(recorder_.results.back().validation->values, last.values);
}

TEST_F(TrainerTest, ASplitThatLeavesNothing) {
  options_.validation_split = 0.99;
  const Status nothing_to_train = Train();
  EXPECT_EQ(nothing_to_train.code(), ExitCode::kUsage);
  EXPECT_THAT(nothing_to_train.message(), HasSubstr("none to train"));
}

TEST_F(TrainerTest, StepsLimitShortensTheLastEpoch) {
  options_.epochs = 5;
  options_.most_steps = 6;
  ASSERT_TRUE(Train(2).ok());
  EXPECT_THAT(recorder_.begun, ElementsAre(4, 2));
  EXPECT_EQ(recorder_.losses.size(), 6u);
  EXPECT_EQ(recorder_.results.size(), 2u);
}

TEST_F(TrainerTest, IterationsCountOverEpochs) {
  std::vector<uint32_t> iterations;
  SetToyStepHook([&](const StepArguments& arguments) {
    iterations.push_back(arguments.iteration);
    EXPECT_EQ(arguments.seed, 7u);
    EXPECT_EQ(arguments.learning_rate, 0.125f);
  });
  ASSERT_TRUE(Train().ok());
  EXPECT_THAT(iterations, ElementsAre(0, 1, 2, 3, 4, 5, 6, 7));
}

// An epoch's end is no end of a group: groups are of steps of all epochs.
TEST_F(TrainerTest, EveryFewStepsUpdate) {
  model_.steps_per_update = 3;
  model_.steps.accumulate_step = [](const StepArguments& arguments,
                                    const Worker& worker) {
    if (worker.index == 0) arguments.metrics[0] = 100;
    worker.Wait();
  };
  std::vector<uint32_t> updates;
  SetToyStepHook([&](const StepArguments& arguments) {
    updates.push_back(arguments.iteration);
  });
  ASSERT_TRUE(Train(2).ok());
  EXPECT_THAT(updates, ElementsAre(2, 5));
  ASSERT_EQ(recorder_.losses.size(), 8u);
  EXPECT_EQ(recorder_.losses[4], 100);
  EXPECT_LT(recorder_.losses[5], 100);
}

TEST_F(TrainerTest, IterationsCountBeyond32Bits) {
  std::vector<uint64_t> iterations;
  SetToyStepHook([&](const StepArguments& arguments) {
    iterations.push_back(arguments.iteration);
  });
  constexpr uint64_t kEpoch = (uint64_t{1} << 30) - 1;  // 4 steps before 2^32
  options_.epochs = kEpoch + 2;
  checkpointing_.start = {};
  checkpointing_.start.epoch = kEpoch;
  checkpointing_.start.iteration = 4 * kEpoch;
  ASSERT_TRUE(Train().ok());
  EXPECT_THAT(iterations,
              ElementsAre(4294967292, 4294967293, 4294967294, 4294967295,
                          4294967296, 4294967297, 4294967298, 4294967299));
}

TEST_F(TrainerTest, ALossThatIsNotFiniteStops) {
  for (unsigned threads : {1, 2, 3}) {
    for (float bad : {std::numeric_limits<float>::quiet_NaN(),
                      std::numeric_limits<float>::infinity()}) {
      recorder_ = Recorder();
      SetToyStepHook([bad](const StepArguments& arguments) {
        if (arguments.iteration == 5) arguments.state[0] = bad;
      });
      const Status status = Train(threads);
      EXPECT_EQ(status.code(), ExitCode::kNotFinite);
      EXPECT_EQ(status.message(),
                fmt::format("the loss is {} after epoch 2, step 2 of 4, with "
                            "learning rate 0.125",
                            bad));
      EXPECT_EQ(recorder_.losses.size(), 6u);
      EXPECT_EQ(recorder_.broken, 1);
      EXPECT_EQ(recorder_.results.size(), 1u);
    }
  }
}

TEST_F(TrainerTest, NanHasNoSign) {
  SetToyStepHook([](const StepArguments& arguments) {
    if (arguments.iteration == 5) arguments.state[0] = -NAN;
  });
  EXPECT_THAT(Train(2).message(), HasSubstr("the loss is nan after"));
  EXPECT_FALSE(std::signbit(recorder_.losses.back()));
  EXPECT_FALSE(std::signbit(recorder_.running.loss));
}

// The loss of an epoch's last step is older than the weights that it leaves.
TEST_F(TrainerTest, WeightsThatAreNotFiniteStopAfterTheEpoch) {
  const size_t momentum = model_.tensors[2].offset;
  SetToyStepHook([momentum](const StepArguments& arguments) {
    if (arguments.iteration == 3) arguments.state[momentum] = INFINITY;
  });
  for (const bool kept : {true, false}) {
    recorder_ = Recorder();
    if (!kept) checkpointing_.checkpointer = nullptr;
    const Status status = Train(2);
    EXPECT_EQ(status.code(), ExitCode::kNotFinite);
    EXPECT_THAT(status.message(), HasSubstr("'dense.kernel' has values"));
    EXPECT_TRUE(std::isfinite(recorder_.losses.back()));
    EXPECT_EQ(recorder_.losses.size(), 4u);
  }
  EXPECT_THAT(checkpointer_.iterations, ElementsAre());
}

TEST_F(TrainerTest, ALossThatIsNotFiniteInTheLastStep) {
  SetToyStepHook([](const StepArguments& arguments) {
    if (arguments.iteration == 7) {
      arguments.state[0] = std::numeric_limits<float>::quiet_NaN();
    }
  });
  EXPECT_THAT(Train(2).message(),
              HasSubstr("the loss is nan after epoch 2, step 4 of 4"));
}

TEST_F(TrainerTest, ASignalStopsAfterAWholeStep) {
  for (unsigned threads : {1, 2, 3}) {
    recorder_ = Recorder();
    stop_ = 0;
    SetToyStepHook([this](const StepArguments& arguments) {
      if (arguments.iteration == 1) stop_ = SIGTERM;
    });
    const Status status = Train(threads);
    EXPECT_EQ(status.code(), ExitCode::kTerminated);
    EXPECT_THAT(status.message(),
                HasSubstr("interrupted after epoch 1, step 3 of 4"));
    EXPECT_EQ(recorder_.losses.size(), 3u);
    EXPECT_EQ(recorder_.broken, 1);
  }
}

TEST_F(TrainerTest, ASignalInTheLastStepStopsAfterTheEpoch) {
  SetToyStepHook([this](const StepArguments& arguments) {
    if (arguments.iteration == 3) stop_ = SIGINT;
  });
  const Status status = Train(2);
  EXPECT_EQ(status.code(), ExitCode::kInterrupted);
  EXPECT_EQ(recorder_.results.size(), 1u);
}

TEST_F(TrainerTest, ASignalBeforeTheFirstStep) {
  stop_ = SIGINT;
  EXPECT_EQ(Train(2).code(), ExitCode::kInterrupted);
  EXPECT_TRUE(recorder_.losses.empty());
}

TEST_F(TrainerTest, NoEpochsChangeNothing) {
  options_.epochs = 0;
  ASSERT_TRUE(Train().ok());
  EXPECT_TRUE(recorder_.begun.empty());
}

TEST_F(TrainerTest, CheckpointsAreTakenAtEpochsEndsAndEveryFewSteps) {
  ASSERT_TRUE(Train().ok());
  EXPECT_THAT(checkpointer_.iterations, ElementsAre(4, 8));
  checkpointer_ = FakeCheckpointer();
  checkpointing_.interval = 3;
  ASSERT_TRUE(Train(2).ok());
  EXPECT_THAT(checkpointer_.iterations, ElementsAre(3, 4, 6, 8));
  EXPECT_EQ(checkpointer_.positions[1].epoch, 1u);
  EXPECT_EQ(checkpointer_.positions[1].step, 0u);
  EXPECT_EQ(checkpointer_.positions[2].epoch, 1u);
  EXPECT_EQ(checkpointer_.positions[2].step, 2u);
  EXPECT_EQ(checkpointer_.positions[2].sum.samples(), 8u);
  EXPECT_THAT(recorder_.begun, ElementsAre(4, 4, 4, 4));
}

TEST_F(TrainerTest, AShortenedEpochIsNotFinished) {
  options_.most_steps = 6;
  ASSERT_TRUE(Train().ok());
  ASSERT_THAT(checkpointer_.iterations, ElementsAre(4, 6));
  EXPECT_EQ(checkpointer_.positions[1].epoch, 1u);
  EXPECT_EQ(checkpointer_.positions[1].step, 2u);
}

TEST_F(TrainerTest, ACheckpointThatFailsEndsTheTraining) {
  checkpointing_.interval = 1;
  for (uint64_t bad : {2, 4}) {
    recorder_ = Recorder();
    checkpointer_.bad_iteration = bad;
    EXPECT_EQ(Train(2).message(), "no room");
    EXPECT_EQ(recorder_.losses.size(), bad);
  }
}

TEST_F(TrainerTest, NothingIsSavedAfterALossThatIsNotFinite) {
  checkpointing_.interval = 2;
  SetToyStepHook([](const StepArguments& arguments) {
    if (arguments.iteration == 5) arguments.state[0] = NAN;
  });
  EXPECT_EQ(Train(2).code(), ExitCode::kNotFinite);
  EXPECT_THAT(checkpointer_.iterations, ElementsAre(2, 4));
}

TEST_F(TrainerTest, ASignalSavesTheStepItStopsAfter) {
  SetToyStepHook([this](const StepArguments& arguments) {
    if (arguments.iteration == 1) stop_ = SIGINT;
  });
  EXPECT_EQ(Train(2).code(), ExitCode::kInterrupted);
  EXPECT_THAT(checkpointer_.iterations, ElementsAre(recorder_.losses.size()));
}

}  // namespace
}  // namespace sinter::runtime
