// Generated programs against the interpreter: every loss of a short training,
// and the state that it leaves; evaluation and prediction of batches of several
// sizes.
#include <algorithm>
#include <cmath>

#include "gtest/gtest.h"
#include "tests/codegen/reference/compiled_model.h"
#include "tests/codegen/reference/interpreted_model.h"
#include "tests/codegen/reference/programs.h"

namespace sinter::oracle {
namespace {

constexpr uint32_t kSamples = 64;  // or a batch, if that is more
constexpr double kZeros = 0.4;     // share of the input of specs that skip them
constexpr uint32_t kSteps = 20;
constexpr uint32_t kSeed = 5;

// A sum of n float32 products is off by about sqrt(n) 6e-8 of its terms, so
// one loss by about 1e-6 for the sums of up to 229 terms here. Over a few steps
// that grows by what the optimizer's division amplifies; the specs' epsilons
// keep this small.
constexpr double kLossTolerance = 1e-5;
constexpr double kStateTolerance = 1e-4;
constexpr double kOutputTolerance = 1e-5;

Dataset MakeDataOf(const ModelSpec& spec, const runtime::Model& model) {
  const bool skips = spec.inputs.front().value.sparsity == Sparsity::kSparse;
  return MakeData(TypeOf(spec), std::max(kSamples, model.batch), /*seed=*/1,
                  skips ? kZeros : 0);
}

Step MakeStepOf(const Dataset& data, const runtime::Model& model,
                uint32_t iteration, uint32_t samples) {
  Step step = MakeStep(data, iteration, samples);
  step.seed = kSeed;
  step.learning_rate = model.defaults.learning_rate;
  return step;
}

void ExpectNear(const Tensor& actual, const Tensor& expected, double tolerance,
                const std::string& what) {
  ASSERT_EQ(actual.shape, expected.shape) << what;
  for (size_t i = 0; i < actual.data.size(); ++i) {
    const double allowed = tolerance * (1 + std::abs(expected.data[i]));
    ASSERT_NEAR(actual.data[i], expected.data[i], allowed)
        << what << ", element " << i;
  }
}

// Counts are equal: they have fewer digits than the tolerance leaves.
void ExpectNear(const Metrics& actual, const Metrics& expected,
                const std::string& what) {
  const auto expect_near = [&](double number, double oracle) {
    ASSERT_NEAR(number, oracle, kLossTolerance * std::abs(oracle)) << what;
  };
  expect_near(actual.loss, expected.loss);
  ASSERT_EQ(actual.sums.size(), expected.sums.size());
  for (size_t i = 0; i < expected.sums.size(); ++i)
    expect_near(actual.sums[i], expected.sums[i]);
}

class ProgramTest : public ::testing::TestWithParam<Program> {
 protected:
  ProgramTest()
      : spec_(LoadValidSpec(std::string(SINTER_TEST_SPECS "/") +
                            GetParam().spec + ".yaml")),
        interpreted_(spec_),
        compiled_(GetParam().model(), /*threads=*/2),
        data_(MakeDataOf(spec_, model())),
        state_(interpreted_.Initialize()) {
    compiled_.SetState(state_);
  }

  const runtime::Model& model() const { return compiled_.model(); }

  const ModelSpec spec_;
  InterpretedModel interpreted_;
  CompiledModel compiled_;
  Dataset data_;
  State state_;
};

TEST_P(ProgramTest, Trains) {
  double first = 0, last = 0;
  for (uint32_t i = 0; i < kSteps; ++i) {
    const Step step =
        MakeStepOf(data_, model(), i, SamplesOf(i, model().batch));
    const Metrics expected = interpreted_.Train(step, state_);
    const Metrics actual = compiled_.Train(step);
    ExpectNear(actual, expected, "step " + std::to_string(i));
    if (i == 0) first = expected.loss;
    last = expected.loss;
  }
  // The state has moved, or equal states would show nothing.
  EXPECT_NE(first, last);
  const State actual = compiled_.GetState();
  ASSERT_EQ(actual.size(), state_.size());
  for (const auto& [name, expected] : state_)
    ExpectNear(actual.at(name), expected, kStateTolerance, name);
}

TEST_P(ProgramTest, EvaluatesAndPredictsAnyNumberOfSamples) {
  for (uint32_t samples = 1; samples <= model().batch; ++samples) {
    const Step step = MakeStepOf(data_, model(), samples, samples);
    const Metrics expected = interpreted_.Evaluate(step, state_);
    ExpectNear(compiled_.Evaluate(step), expected,
               std::to_string(samples) + " samples");

    Tensor output = interpreted_.Predict(step, state_);
    output.data.resize(samples * output.cols());
    output.shape[0] = samples;
    ExpectNear(compiled_.Predict(step), output, kOutputTolerance,
               std::to_string(samples) + " samples");
  }
}

TEST_P(ProgramTest, LeavesTheStateWhenItOnlyEvaluates) {
  const State before = compiled_.GetState();
  const Step step = MakeStepOf(data_, model(), 0, model().batch);
  compiled_.Evaluate(step);
  compiled_.Predict(step);
  for (const auto& [name, tensor] : compiled_.GetState())
    EXPECT_EQ(tensor.data, before.at(name).data) << name;
}

INSTANTIATE_TEST_SUITE_P(All, ProgramTest, ::testing::ValuesIn(kPrograms),
                         [](const auto& info) {
                           return std::string(info.param.name);
                         });

}  // namespace
}  // namespace sinter::oracle
