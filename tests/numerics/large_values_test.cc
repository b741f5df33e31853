// Sums of up to 1e4 and rows of equal sums, in every function with an
// exponential or a logarithm: loss, gradients and outputs are finite and those
// of the interpreter in double, with every SIMD target of this machine.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "gtest/gtest.h"
#include "tests/codegen/reference/compiled_model.h"
#include "tests/codegen/reference/interpreted_model.h"
#include "tests/codegen/reference/programs.h"
#include "tests/codegen/reference/simd_targets.h"

namespace sinter::oracle {
namespace {

// A sample picks one row of the first kernel, so these are the sums before the
// first activation. Between them stand the places where exponentials of float32
// overflow (89), become subnormal (-87) and zero (-104), where 1 + exp(-x) is 1
// (17), where erf and tanh are 1 (4 and 9), and where a vector exp's exponent
// wraps around (177).
constexpr double kSums[] = {0,     1e-30, -1e-30, 1e-3, -1e-3, 0.5, -0.5, 1,
                            -1,    3.9,   -3.9,   5.6,  -5.6,  9.1, -9,   16.5,
                            -16.5, 17.5,  -17.5,  30,   -30,   44,  -44,  87.5,
                            -88,   89,    -89,    103,  -104,  150, -150, 178,
                            -178,  1e3,   -1e3,   1e4,  -1e4};

// Rows of one sum.
constexpr double kEqual[] = {0,   1,    -1,  20,   -20, 88,  -88,
                             105, -105, 1e3, -1e3, 1e4, -1e4};

// Results are off by the rounding of a few dozen operations, relative to the
// largest number of the same tensor; or to 1 if that is smaller: where all sums
// of a layer are saturated, its gradient is a difference of ones.
constexpr double kTolerance = 1e-6;

double SumOf(size_t row, size_t col) {
  const size_t equal = std::size(kEqual);
  const double sum =
      row < equal ? kEqual[row]
                  : kSums[(col * (row - equal + 1) + row) % std::size(kSums)];
  return static_cast<float>(sum);
}

double ScaleOf(const Tensor& tensor) {
  double largest = 1;
  for (const double value : tensor.data)
    largest = std::max(largest, std::abs(value));
  return largest;
}

void ExpectNear(const Tensor& actual, const Tensor& expected,
                const std::string& what) {
  ASSERT_EQ(actual.shape, expected.shape) << what;
  const double allowed = kTolerance * ScaleOf(expected);
  for (size_t i = 0; i < actual.data.size(); ++i)
    ASSERT_NEAR(actual.data[i], expected.data[i], allowed)
        << what << ", element " << i;
}

class LargeValuesTest : public ::testing::TestWithParam<Program> {
 protected:
  LargeValuesTest()
      : interpreted_(LoadValidSpec(std::string(SINTER_TEST_SPECS "/") +
                                   GetParam().spec + ".yaml")),
        model_(GetParam().model()),
        state_(interpreted_.Initialize()) {
    Tensor& kernel = state_.at("dense.kernel");
    for (int64_t i = 0; i < kernel.rows(); ++i)
      for (int64_t j = 0; j < kernel.cols(); ++j) kernel(i, j) = SumOf(i, j);
    data_.x[0].assign(model_.inputs[0].elements * model_.inputs[0].elements, 0);
    for (uint32_t i = 0; i < model_.inputs[0].elements; ++i) {
      data_.x[0][i * model_.inputs[0].elements + i] = 1;
      data_.y[0].push_back(i * 7 % model_.outputs[0].elements);
    }
  }

  // Of the samples `indices`.
  Step StepOf(std::vector<uint32_t> indices) const {
    Step step{data_, std::move(indices)};
    step.learning_rate = 1;
    return step;
  }

  void ExpectTrainsAsTheInterpreter(const Step& step) {
    State expected_state = state_;
    const Metrics expected = interpreted_.Train(step, expected_state);
    CompiledModel compiled(model_, /*threads=*/2);
    compiled.SetState(state_);
    EXPECT_NEAR(compiled.Train(step).loss, expected.loss,
                kTolerance * std::abs(expected.loss));
    const State actual = compiled.GetState();
    for (const auto& [name, tensor] : expected_state)
      ExpectNear(actual.at(name), tensor, name);
  }

  std::vector<uint32_t> AllSamples() const {
    std::vector<uint32_t> samples(data_.y[0].size());
    std::iota(samples.begin(), samples.end(), 0);
    return samples;
  }

  InterpretedModel interpreted_;
  const runtime::Model& model_;
  State state_;
  Dataset data_;
};

TEST_P(LargeValuesTest, OneSampleTrains) {
  OnEachTarget(model_, [&] {
    for (const uint32_t i : AllSamples()) {
      SCOPED_TRACE("sample " + std::to_string(i));
      ExpectTrainsAsTheInterpreter(StepOf({i}));
    }
  });
}

TEST_P(LargeValuesTest, ABatchTrains) {
  OnEachTarget(model_,
               [&] { ExpectTrainsAsTheInterpreter(StepOf(AllSamples())); });
}

TEST_P(LargeValuesTest, Outputs) {
  const Step step = StepOf(AllSamples());
  const Tensor expected = interpreted_.Predict(step, state_);
  OnEachTarget(model_, [&] {
    CompiledModel compiled(model_, /*threads=*/2);
    compiled.SetState(state_);
    ExpectNear(compiled.Predict(step), expected, "outputs");
  });
}

// Of n equal logits, whatever they are: the loss is log(n), the gradient 1/n
// less 1 at the label. No interpreter says so.
class EqualLogitsTest : public LargeValuesTest {};

TEST_P(EqualLogitsTest, LossAndGradient) {
  const double n = model_.outputs[0].elements;
  OnEachTarget(model_, [&] {
    for (uint32_t i = 0; i < std::size(kEqual); ++i) {
      SCOPED_TRACE("logits of " + std::to_string(kEqual[i]));
      CompiledModel compiled(model_, /*threads=*/2);
      compiled.SetState(state_);
      EXPECT_NEAR(compiled.Train(StepOf({i})).loss, std::log(n), 1e-6);
      // The first momentum is the negative gradient.
      const Tensor momentum = compiled.GetState().at("dense.bias.momentum");
      for (uint32_t j = 0; j < model_.outputs[0].elements; ++j)
        EXPECT_NEAR(-momentum.data[j], 1 / n - (j == data_.y[0][i] ? 1 : 0),
                    1e-7);
    }
  });
}

// Of a logit far above n - 1 equal ones, its own the label: 1 - p is the sum of
// n - 1 terms that float32 loses one by one beside a 1. (A vector of float32
// sums loses only those of one lane; so the Highway backend is not asked.)
class FarLogitTest : public LargeValuesTest {};

TEST_P(FarLogitTest, GradientOfTheLabel) {
  constexpr double kFar = 16.7;
  Tensor& kernel = state_.at("dense.kernel");
  for (int64_t j = 0; j < kernel.cols(); ++j)
    kernel(0, j) = j == data_.y[0][0] ? kFar : 0;
  CompiledModel compiled(model_, /*threads=*/1);
  compiled.SetState(state_);
  compiled.Train(StepOf({0}));
  const double others = (model_.outputs[0].elements - 1) * std::exp(-kFar);
  const double gradient =
      -compiled.GetState().at("dense.bias.momentum").data[data_.y[0][0]];
  // p itself is rounded to 2^-24.
  EXPECT_NEAR(gradient, -others / (1 + others), 0x1p-23);
}

std::vector<Program> CrossEntropyPrograms() {
  std::vector<Program> programs;
  for (const Program& program : kPrograms)
    if (std::string_view(program.spec) == "cross_entropy" ||
        std::string_view(program.spec) == "logits")
      programs.push_back(program);
  return programs;
}

std::vector<Program> ReferencePrograms() {
  std::vector<Program> programs;
  for (const Program& program : CrossEntropyPrograms())
    if (std::string_view(program.name).starts_with("numerics_reference"))
      programs.push_back(program);
  return programs;
}

INSTANTIATE_TEST_SUITE_P(Reference, FarLogitTest,
                         ::testing::ValuesIn(ReferencePrograms()),
                         [](const auto& info) {
                           return std::string(info.param.name);
                         });

INSTANTIATE_TEST_SUITE_P(All, EqualLogitsTest,
                         ::testing::ValuesIn(CrossEntropyPrograms()),
                         [](const auto& info) {
                           return std::string(info.param.name);
                         });
INSTANTIATE_TEST_SUITE_P(All, LargeValuesTest, ::testing::ValuesIn(kPrograms),
                         [](const auto& info) {
                           return std::string(info.param.name);
                         });

}  // namespace
}  // namespace sinter::oracle
