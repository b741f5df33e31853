// The functions of a model that compute the same: steps that skip zeros, and
// inference of one sample, give the bits of the plain ones, with any number of
// threads.
#include <gtest/gtest.h>

#include <cstring>
#include <random>
#include <vector>

#include "mnist_mlp.h"
#include "runtime/engine/initializers.h"
#include "runtime/engine/memory.h"
#include "runtime/engine/step_contract.h"
#include "runtime/engine/thread_team.h"

namespace sinter::runtime {
namespace {

constexpr uint32_t kSamples = 300;
constexpr float kUnset = -1;

class StepFunctionsTest : public ::testing::TestWithParam<double> {
 protected:
  StepFunctionsTest()
      : x_(size_t{kSamples} * model_.inputs[0].elements),
        y_(kSamples),
        indices_(kSamples) {
    std::mt19937 random(3);
    std::bernoulli_distribution zero(GetParam());
    for (uint8_t& pixel : x_) pixel = zero(random) ? 0 : random() % 255 + 1;
    for (uint8_t& label : y_) label = random() % model_.outputs[0].elements;
    for (uint32_t& index : indices_) index = random() % kSamples;
  }

  StepArguments Arguments(ModelMemory& memory, uint32_t step,
                          uint32_t samples) {
    StepArguments arguments = {};
    arguments.x[0] = x_.data();
    arguments.y[0] = y_.data();
    arguments.indices = step % 2 == 0 ? indices_.data() + step : nullptr;
    arguments.samples = samples;
    arguments.iteration = step;
    arguments.learning_rate = 1e-3f;
    arguments.state = memory.state.data();
    arguments.arena = memory.arena.data();
    arguments.metrics = metrics_;
    return arguments;
  }

  // The state after some steps of whole and partial batches, and the metrics of
  // the last.
  std::vector<float> Train(const StepFunctions& steps, unsigned threads) {
    ModelMemory memory(model_);
    InitializeState(model_, 1, memory.state.span());
    ThreadTeam team(threads);
    uint32_t step = 0;
    for (uint32_t samples : {model_.batch, 96u, 1u, 17u, model_.batch}) {
      team.Run([&](const Worker& worker) {
        steps.train_step(Arguments(memory, step, samples), worker);
      });
      ++step;
    }
    std::vector<float> result(memory.state.span().begin(),
                              memory.state.span().end());
    result.insert(result.end(), metrics_, metrics_ + 2);
    return result;
  }

  // One step of a worker that has no team.
  std::vector<float> TrainAlone(StepFunction train_step, uint32_t samples) {
    ModelMemory memory(model_);
    InitializeState(model_, 1, memory.state.span());
    train_step(Arguments(memory, 0, samples), {0, 1, nullptr});
    std::vector<float> result(memory.state.span().begin(),
                              memory.state.span().end());
    result.insert(result.end(), metrics_, metrics_ + 2);
    return result;
  }

  std::vector<float> Predict(StepFunction predict, uint32_t samples) {
    ModelMemory memory(model_);
    InitializeState(model_, 1, memory.state.span());
    AlignedArray<float> output(size_t{model_.batch} * model_.outputs[0].stride);
    std::fill(output.span().begin(), output.span().end(), kUnset);
    StepArguments arguments = Arguments(memory, 0, samples);
    arguments.output[0] = output.data();
    ThreadTeam team(2);
    team.Run([&](const Worker& worker) { predict(arguments, worker); });
    std::vector<float> values;
    for (uint32_t row = 0; row < samples; ++row)
      for (uint32_t c = 0; c < model_.outputs[0].elements; ++c)
        values.push_back(output.data()[row * model_.outputs[0].stride + c]);
    return values;
  }

  const Model& model_ = mnist_mlp::Model();
  std::vector<uint8_t> x_;
  std::vector<uint8_t> y_;
  std::vector<uint32_t> indices_;
  float metrics_[2] = {};
};

void ExpectSameBits(const std::vector<float>& a, const std::vector<float>& b) {
  ASSERT_EQ(a.size(), b.size());
  EXPECT_EQ(std::memcmp(a.data(), b.data(), a.size() * sizeof(float)), 0);
}

INSTANTIATE_TEST_SUITE_P(ShareOfZeros, StepFunctionsTest,
                         ::testing::Values(0.0, 0.5, 0.81, 1.0));

TEST_P(StepFunctionsTest, SparseTrainingGivesTheSameBits) {
  ASSERT_NE(model_.sparse_steps.train_step, nullptr);
  const std::vector<float> dense = Train(model_.steps, 1);
  for (unsigned threads : {1u, 2u, 3u, 7u})
    ExpectSameBits(Train(model_.sparse_steps, threads), dense);
}

TEST_P(StepFunctionsTest, SparseInferenceGivesTheSameBits) {
  for (uint32_t samples : {1u, 50u, model_.batch})
    ExpectSameBits(Predict(model_.sparse_steps.predict, samples),
                   Predict(model_.steps.predict, samples));
}

TEST_P(StepFunctionsTest, OneSampleGivesTheBitsOfABatch) {
  const std::vector<float> batch = Predict(model_.steps.predict, 1);
  EXPECT_GT(batch.front(), 0.0f);
  ExpectSameBits(Predict(model_.steps.predict_one, 1), batch);
  ExpectSameBits(Predict(model_.sparse_steps.predict_one, 1), batch);
}

TEST_P(StepFunctionsTest, AWorkerAloneNeedsNoBarrier) {
  const std::vector<float> alone =
      TrainAlone(model_.steps.train_step, model_.batch);
  EXPECT_GT(alone[alone.size() - 2], 0.0f) << "a loss";
  ExpectSameBits(TrainAlone(model_.sparse_steps.train_step, model_.batch),
                 alone);
}

// The arena has no room for them.
TEST_P(StepFunctionsTest, MoreSamplesThanABatch) {
  for (StepFunction train_step :
       {model_.steps.train_step, model_.sparse_steps.train_step}) {
    if (kChecksSteps) {
      EXPECT_DEATH(TrainAlone(train_step, model_.batch + 1),
                   "mnist_mlp::TrainStep.*: 129 samples, but a batch has 128");
      EXPECT_DEATH(Predict(model_.steps.predict_one, 2),
                   "mnist_mlp::PredictOne: 2 samples, but a batch has 1");
    } else {
      ExpectSameBits(TrainAlone(train_step, model_.batch + 1),
                     TrainAlone(train_step, model_.batch));
      ExpectSameBits(TrainAlone(train_step, UINT32_MAX),
                     TrainAlone(train_step, model_.batch));
    }
  }
}

TEST_P(StepFunctionsTest, NoSamples) {
  if (kChecksSteps) {
    EXPECT_DEATH(TrainAlone(model_.steps.train_step, 0), "no samples");
    return;
  }
  metrics_[0] = metrics_[1] = kUnset;
  const std::vector<float> after = TrainAlone(model_.steps.train_step, 0);
  ModelMemory memory(model_);
  InitializeState(model_, 1, memory.state.span());
  std::vector<float> before(memory.state.span().begin(),
                            memory.state.span().end());
  before.insert(before.end(), {kUnset, kUnset});
  ExpectSameBits(after, before);
}

}  // namespace
}  // namespace sinter::runtime
