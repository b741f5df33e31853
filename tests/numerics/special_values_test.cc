// NaN, infinities and sums up to the largest float32 in every activation, loss
// and optimizer, forward and backward: NaN, infinity or number, each result is
// that of the interpreter in double, with both backends and every SIMD target
// of this machine.
#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include "gtest/gtest.h"
#include "tests/codegen/reference/compiled_model.h"
#include "tests/codegen/reference/interpreted_model.h"
#include "tests/codegen/reference/programs.h"
#include "tests/codegen/reference/simd_targets.h"

namespace sinter::oracle {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kLargest = std::numeric_limits<float>::max();
// What is smaller counts as zero (runtime/engine/subnormals.h).
constexpr double kSmallest = std::numeric_limits<float>::min();

constexpr double kMagnitudes[] = {
    1e-37, 1e-30, 1e-20, 1e-10, 1e-3, 0.1,  0.5,  1,    2,       3.9, 4.5,
    5.6,   5.7,   9,     16.5,  17.5, 30,   44,   87,   88,      89,  103,
    104,   150,   178,   1e3,   1e5,  1e10, 1e20, 1e30, kLargest};

// Where a program goes on with numbers that float32 does not hold, it ends up
// with others than the interpreter, which holds them: the largest magnitude
// that a spec's outputs and gradients stay numbers of.
double LargestFor(std::string_view spec) {
  if (spec == "outputs_exponential") return 44;
  if (spec == "outputs_selu") return 1e30;
  if (spec == "rows_log_softmax") return 1e30;
  return kLargest;
}

// The columns of the specs outputs_* and updates_*.
std::vector<double> ValuesFor(std::string_view spec) {
  std::vector<double> values = {kNan, kInfinity, -kInfinity, 0};
  for (const double any : kMagnitudes) {
    const double magnitude = std::min(any, LargestFor(spec));
    values.push_back(magnitude);
    values.push_back(-magnitude);
  }
  return values;
}

// Results are off by the rounding of a few operations; where they are a
// difference of numbers around 1, relative to 1.
constexpr double kTolerance = 1e-6;

// As float32 holds it.
double Narrow(double value) {
  if (std::isfinite(value) && std::abs(value) > kLargest)
    return std::copysign(kInfinity, value);
  return static_cast<float>(value);
}

// `scale`: of numbers that are added up on the way to the result.
::testing::AssertionResult Agrees(double actual, double exact, double scale) {
  const double expected = Narrow(exact);
  const double allowed = kTolerance * std::max(scale, std::abs(expected));
  const bool agrees = std::isnan(expected) ? std::isnan(actual)
                      : std::isinf(expected)
                          ? actual == expected
                          : std::abs(actual - expected) <= allowed;
  if (agrees) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure()
         << "is " << actual << " instead of " << expected;
}

void ExpectAgree(const Tensor& actual, const Tensor& exact, double scale,
                 const std::string& what) {
  ASSERT_EQ(actual.shape, exact.shape) << what;
  for (size_t i = 0; i < actual.data.size(); ++i)
    EXPECT_TRUE(Agrees(actual.data[i], exact.data[i], scale))
        << what << ", element " << i;
}

class SpecialValuesTest : public ::testing::TestWithParam<Program> {
 protected:
  SpecialValuesTest()
      : interpreted_(LoadValidSpec(std::string(SINTER_TEST_SPECS "/") +
                                   GetParam().spec + ".yaml")),
        model_(GetParam().model()),
        state_(interpreted_.Initialize()) {
    data_.x[0] = {0.5, -0.25, 1, 0.75};
    data_.y[0] = {1, 2};
    std::fill(Kernel().data.begin(), Kernel().data.end(), 0);
  }

  Tensor& Kernel() { return state_.at("dense.kernel"); }
  // With a kernel of zeros, the sums of every sample.
  std::vector<double>& Sums() { return state_.at("dense.bias").data; }

  // The two samples, in order.
  Step BothSamples() const {
    Step step{data_, {0, 1}};
    step.learning_rate = 1;
    return step;
  }

  template <typename Check>
  void OnEachTarget(Check&& check) {
    const std::vector<std::string> targets = TargetsOf(model_);
    ASSERT_FALSE(targets.empty());
    for (const std::string& target : targets) {
      SCOPED_TRACE(target);
      model_.simd.select(target.c_str());
      check();
    }
  }

  void ExpectPredicts(double scale) {
    const Tensor expected = interpreted_.Predict(BothSamples(), state_);
    OnEachTarget([&] {
      CompiledModel compiled(model_, /*threads=*/2);
      compiled.SetState(state_);
      ExpectAgree(compiled.Predict(BothSamples()), expected, scale, "output");
    });
  }

  void ExpectEvaluates() {
    const Metrics expected = interpreted_.Evaluate(BothSamples(), state_);
    OnEachTarget([&] {
      CompiledModel compiled(model_, /*threads=*/2);
      compiled.SetState(state_);
      const Metrics actual = compiled.Evaluate(BothSamples());
      EXPECT_TRUE(Agrees(actual.loss, expected.loss, 1)) << "loss";
      ASSERT_EQ(actual.sums.size(), expected.sums.size());
      for (size_t i = 0; i < actual.sums.size(); ++i)
        EXPECT_TRUE(Agrees(actual.sums[i], expected.sums[i], 1))
            << model_.metrics[i];
    });
  }

  void ExpectTrains(const Step& step, double scale) {
    State expected_state = state_;
    const Metrics expected = interpreted_.Train(step, expected_state);
    OnEachTarget([&] {
      CompiledModel compiled(model_, /*threads=*/2);
      compiled.SetState(state_);
      const Metrics actual = compiled.Train(step);
      EXPECT_TRUE(Agrees(actual.loss, expected.loss, scale)) << "loss";
      const State actual_state = compiled.GetState();
      for (const auto& [name, tensor] : expected_state)
        ExpectAgree(actual_state.at(name), tensor, scale, name);
    });
  }

  InterpretedModel interpreted_;
  const runtime::Model& model_;
  State state_;
  Dataset data_;
};

using ActivationTest = SpecialValuesTest;

TEST_P(ActivationTest, OutputsAndGradients) {
  Sums() = ValuesFor(GetParam().spec);
  ExpectPredicts(/*scale=*/1);
  ExpectEvaluates();
  ExpectTrains(BothSamples(), /*scale=*/1);
}

// Below zero a result may be tiny, and the next layer's weights may be large.
TEST_P(ActivationTest, SmallOutputsHaveAllTheirDigits) {
  if (std::string_view(GetParam().spec) == "outputs_gelu")
    GTEST_SKIP() << "a difference of ones by its definition";
  Sums() = ValuesFor(GetParam().spec);
  ExpectPredicts(/*scale=*/200 * kSmallest / kTolerance);
}

using RowTest = SpecialValuesTest;

// What a gradient of log_softmax adds up: numbers of the size of `value`.
double SumOfRow(double value) {
  return std::isfinite(value) ? std::max(1., 2 * std::abs(value)) : 1;
}

TEST_P(RowTest, OneSpecialValue) {
  const double largest = LargestFor(GetParam().spec);
  for (const double value : {kNan, kInfinity, -kInfinity, largest, -largest}) {
    for (const uint8_t place : {0, 1, 16, 36}) {
      SCOPED_TRACE(std::to_string(value) + " at " + std::to_string(place));
      for (size_t j = 0; j < Sums().size(); ++j) Sums()[j] = 0.125 * j;
      Sums()[place] = value;
      data_.y[0] = {static_cast<double>(place), 20};
      ExpectPredicts(/*scale=*/1);
      ExpectEvaluates();
      ExpectTrains(BothSamples(), SumOfRow(value));
    }
  }
}

TEST_P(RowTest, OneValueEverywhere) {
  data_.y[0] = {0, 20};
  const double largest = LargestFor(GetParam().spec);
  for (const double value :
       {kNan, kInfinity, -kInfinity, largest, -largest, 0.}) {
    SCOPED_TRACE(value);
    std::fill(Sums().begin(), Sums().end(), value);
    ExpectPredicts(/*scale=*/1);
    ExpectEvaluates();
    ExpectTrains(BothSamples(), /*scale=*/1);
  }
}

using UpdateTest = SpecialValuesTest;

// Numbers whose squares are numbers of float32, and the others.
TEST_P(UpdateTest, Gradients) {
  const double values[] = {kNan, kInfinity, -kInfinity, 0, 1, -1, 1e-3, 1e3};
  for (size_t j = 0; j < Sums().size(); ++j)
    Sums()[j] = values[j % std::size(values)];
  Step step = BothSamples();
  step.learning_rate = model_.defaults.learning_rate;
  ExpectTrains(step, /*scale=*/0);
}

// Each slot is NaN in some columns.
TEST_P(UpdateTest, Slots) {
  Step step = BothSamples();
  step.learning_rate = model_.defaults.learning_rate;
  for (const runtime::TensorInfo& tensor : model_.tensors) {
    if (tensor.role != runtime::TensorRole::kSlot) continue;
    SCOPED_TRACE(tensor.name);
    State before = state_;
    std::vector<double>& slot = state_.at(tensor.name).data;
    for (size_t i = 0; i < slot.size(); i += 3) slot[i] = kNan;
    ExpectTrains(step, /*scale=*/1);
    state_ = before;
  }
}

// A training may have more than 2^32 steps.
TEST_P(UpdateTest, ManySteps) {
  for (const uint64_t iteration :
       {uint64_t{0}, uint64_t{1000}, uint64_t{1} << 24, (uint64_t{1} << 24) + 1,
        (uint64_t{1} << 32) - 2, (uint64_t{1} << 32) - 1, uint64_t{1} << 32,
        (uint64_t{1} << 32) + 3, uint64_t{1} << 40}) {
    SCOPED_TRACE(iteration);
    Step step = BothSamples();
    step.learning_rate = model_.defaults.learning_rate;
    step.iteration = iteration;
    ExpectTrains(step, /*scale=*/0);
  }
}

// Only what is equal to zero is skipped. Forward: a gradient that is infinite
// would be skipped beside a zero, where a dense step makes NaN of it.
class SkippedZerosTest : public SpecialValuesTest {
 protected:
  // Outputs and loss, NaN of any kind as one number.
  std::vector<double> ResultsOf(const runtime::StepFunctions& steps) {
    CompiledModel compiled(model_, /*threads=*/2, steps);
    compiled.SetState(state_);
    Step step{data_, {}};
    for (uint32_t i = 0; i < data_.y[0].size(); ++i) step.indices.push_back(i);
    std::vector<double> results = compiled.Predict(step).data;
    results.push_back(compiled.Evaluate(step).loss);
    for (double& result : results)
      if (std::isnan(result)) result = 1e300;
    return results;
  }
};

TEST_P(SkippedZerosTest, SpecialElements) {
  ASSERT_NE(model_.sparse_steps.train_step, nullptr);
  std::mt19937 random(1);
  for (double& weight : Kernel().data) weight = random() % 64 / 32. - 1;
  data_.y[0].assign(model_.batch, 1);
  for (const double value : {kNan, kInfinity, -kInfinity}) {
    SCOPED_TRACE(value);
    data_.x[0].assign(size_t{model_.batch} * model_.inputs[0].elements, 0);
    for (double& x : data_.x[0])
      if (random() % 4 == 0) x = random() % 64 / 32. - 1;
    for (size_t i = 0; i < model_.batch; i += 7)
      data_
          .x[0][i * model_.inputs[0].elements + i % model_.inputs[0].elements] =
          value;
    OnEachTarget([&] {
      EXPECT_EQ(ResultsOf(model_.sparse_steps), ResultsOf(model_.steps));
    });
  }
}

std::vector<Program> ProgramsOf(std::string_view kind) {
  std::vector<Program> programs;
  for (const Program& program : kPrograms)
    if (std::string_view(program.spec).starts_with(kind))
      programs.push_back(program);
  return programs;
}

std::string NameOf(const ::testing::TestParamInfo<Program>& info) {
  return info.param.name;
}

INSTANTIATE_TEST_SUITE_P(All, ActivationTest,
                         ::testing::ValuesIn(ProgramsOf("outputs_")), NameOf);
INSTANTIATE_TEST_SUITE_P(All, RowTest, ::testing::ValuesIn(ProgramsOf("rows_")),
                         NameOf);
INSTANTIATE_TEST_SUITE_P(All, UpdateTest,
                         ::testing::ValuesIn(ProgramsOf("updates_")), NameOf);
INSTANTIATE_TEST_SUITE_P(All, SkippedZerosTest,
                         ::testing::ValuesIn(ProgramsOf("skips_")), NameOf);

}  // namespace
}  // namespace sinter::oracle
