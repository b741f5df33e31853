// Sums of very many terms, over the samples of a batch of 65,536 and over
// 40,000 features: a chain of float32 would lose five digits of equal terms.
// With every SIMD target of this machine.
#include <algorithm>
#include <cmath>
#include <string_view>

#include "gtest/gtest.h"
#include "tests/codegen/reference/compiled_model.h"
#include "tests/codegen/reference/interpreted_model.h"
#include "tests/codegen/reference/programs.h"
#include "tests/codegen/reference/simd_targets.h"

namespace sinter::oracle {
namespace {

constexpr double kUnit = 0x1p-24;  // of a rounding

// Sums over the samples keep what rounding takes: the terms' own roundings are
// left and a few of what becomes of the sum.
constexpr double kReductionError = 8 * kUnit;
// A sum of products is a tree: blocks of 128 terms, then 16 sums to a level. Of
// equal terms each level of n adds n roundings of partial sums that are half
// the level's on average.
constexpr double kProductError = (128 + 16 + 16 + 2) * kUnit / 2 + 4 * kUnit;
// Whatever the terms: relative to the sum of their magnitudes.
constexpr double kAnyProductError = (128 + 16 + 16 + 16) * kUnit + 16 * kUnit;

class LongSumsTest : public ::testing::TestWithParam<Program> {
 protected:
  LongSumsTest()
      : interpreted_(LoadValidSpec(std::string(SINTER_TEST_SPECS "/") +
                                   GetParam().spec + ".yaml")),
        model_(GetParam().model()),
        state_(interpreted_.Initialize()) {}

  void SetAll(const std::string& name, double value) {
    std::ranges::fill(state_.at(name).data, value);
  }

  // All samples, or the first `samples`, of pixels of which a share is zero.
  void MakeSamples(double zeros) {
    data_ = MakeData({{{/*is_bytes=*/true, model_.inputs[0].elements}},
                      {{TargetNumbers::kLabels, model_.outputs[0].elements}}},
                     model_.batch, /*seed=*/1, zeros);
  }

  Step FirstSamples(uint32_t samples) const {
    Step step{data_, {}};
    for (uint32_t i = 0; i < samples; ++i) step.indices.push_back(i);
    step.learning_rate = 1;
    return step;
  }

  // The first momentum is the negative gradient.
  static Tensor GradientOf(const State& state, const std::string& name) {
    Tensor gradient = state.at(name + ".momentum");
    for (double& value : gradient.data) value = -value;
    return gradient;
  }

  State Train(const Step& step, unsigned threads,
              const runtime::StepFunctions& steps) {
    CompiledModel compiled(model_, threads, steps);
    compiled.SetState(state_);
    compiled.Train(step);
    return compiled.GetState();
  }

  InterpretedModel interpreted_;
  const runtime::Model& model_;
  State state_;
  Dataset data_;
};

using LargeBatchTest = LongSumsTest;

// With parameters that are zero every class is as probable as the others,
// whatever the samples.
TEST_P(LargeBatchTest, LossOfEqualProbabilities) {
  MakeSamples(/*zeros=*/0.5);
  for (auto& [name, tensor] : state_) SetAll(name, 0);
  const double expected = std::log(model_.outputs[0].elements);
  OnEachTarget(model_, [&] {
    CompiledModel compiled(model_, /*threads=*/2);
    compiled.SetState(state_);
    for (const uint32_t samples : {129u, 10000u, model_.batch})
      EXPECT_NEAR(compiled.Evaluate(FirstSamples(samples)).loss, expected,
                  kReductionError * expected)
          << samples << " samples";
    EXPECT_NEAR(compiled.Train(FirstSamples(model_.batch)).loss, expected,
                kReductionError * expected);
  });
}

// Half of the classes have no sample: their gradients are sums of equal terms,
// 0.1 for a bias and 0.1 times the hidden unit for a weight.
TEST_P(LargeBatchTest, GradientsOfEqualTerms) {
  data_.x[0].assign(size_t{model_.batch} * model_.inputs[0].elements, 0);
  for (uint32_t i = 0; i < model_.batch; ++i) data_.y[0].push_back(i % 5);
  SetAll("dense_1.kernel", 0);
  SetAll("dense_1.bias", 0);
  Tensor& bias = state_.at("dense.bias");
  for (int64_t unit = 0; unit < bias.cols(); ++unit)
    bias(0, unit) = static_cast<float>((unit + 1) / 40.0);
  OnEachTarget(model_, [&] {
    const State state = Train(FirstSamples(model_.batch), 2, model_.steps);
    const Tensor of_bias = GradientOf(state, "dense_1.bias");
    const Tensor of_kernel = GradientOf(state, "dense_1.kernel");
    for (int64_t j = 5; j < of_bias.cols(); ++j) {
      EXPECT_NEAR(of_bias(0, j), 0.1, 0.1 * kReductionError) << j;
      for (int64_t unit = 0; unit < bias.cols(); ++unit) {
        const double expected = 0.1 * std::tanh(bias(0, unit));
        EXPECT_NEAR(of_kernel(unit, j), expected, expected * kProductError)
            << "unit " << unit << ", class " << j;
      }
    }
  });
}

// Each term of a gradient is at most 1/n, for as many samples.
TEST_P(LargeBatchTest, GradientsAreThoseOfTheInterpreter) {
  MakeSamples(/*zeros=*/0.5);
  const Step step = FirstSamples(model_.batch);
  State expected = state_;
  interpreted_.Train(step, expected);
  OnEachTarget(model_, [&] {
    const State actual = Train(step, 2, model_.steps);
    for (const char* name :
         {"dense.kernel", "dense.bias", "dense_1.kernel", "dense_1.bias"}) {
      const Tensor a = GradientOf(actual, name), b = GradientOf(expected, name);
      for (size_t i = 0; i < a.data.size(); ++i)
        ASSERT_NEAR(a.data[i], b.data[i], kAnyProductError)
            << name << ", element " << i;
    }
  });
}

// Of one sample with parameters of zero in the last layer, the gradient of a
// weight there is a hidden unit times 0.1. The unit is tanh of 40,000 equal
// terms, and its relative error less than that of its argument.
using ManyFeaturesTest = LongSumsTest;

TEST_P(ManyFeaturesTest, ProductsOfEqualTerms) {
  const uint32_t features = model_.inputs[0].elements;
  data_.x[0].assign(size_t{model_.batch} * features, 1);
  data_.y[0].assign(model_.batch, 0);
  SetAll("dense_1.kernel", 0);
  SetAll("dense_1.bias", 0);
  Tensor& kernel = state_.at("dense.kernel");
  for (int64_t i = 0; i < kernel.rows(); ++i)
    for (int64_t unit = 0; unit < kernel.cols(); ++unit)
      kernel(i, unit) = static_cast<float>((0.3 + unit / 100.0) / features);
  OnEachTarget(model_, [&] {
    const Tensor of_kernel =
        GradientOf(Train(FirstSamples(1), 2, model_.steps), "dense_1.kernel");
    for (int64_t unit = 0; unit < kernel.cols(); ++unit) {
      const double expected = 0.1 * std::tanh(features * kernel(0, unit));
      EXPECT_NEAR(of_kernel(unit, 1), expected, expected * kProductError)
          << "unit " << unit;
    }
  });
}

// Steps that skip zeros add up the same blocks in the same tree, and so do any
// number of threads.
TEST_P(LongSumsTest, SparseStepsGiveTheSameBits) {
  MakeSamples(/*zeros=*/0.8);
  const Step step = FirstSamples(model_.batch - 3);
  OnEachTarget(model_, [&] {
    ASSERT_NE(model_.sparse_steps.train_step, nullptr);
    const State expected = Train(step, 1, model_.steps);
    for (const unsigned threads : {1u, 2u, 3u}) {
      const State sparse = Train(step, threads, model_.sparse_steps);
      const State dense = Train(step, threads, model_.steps);
      for (const auto& [name, tensor] : expected) {
        EXPECT_EQ(sparse.at(name).data, tensor.data) << name;
        EXPECT_EQ(dense.at(name).data, tensor.data) << name;
      }
    }
  });
}

std::vector<Program> ProgramsOf(std::string_view spec) {
  std::vector<Program> programs;
  for (const Program& program : kPrograms)
    if (program.spec == spec) programs.push_back(program);
  return programs;
}

std::vector<Program> HighwayPrograms() {
  std::vector<Program> programs;
  for (const Program& program : kPrograms)
    if (std::string_view(program.name).find("highway") !=
        std::string_view::npos)
      programs.push_back(program);
  return programs;
}

std::string NameOf(const ::testing::TestParamInfo<Program>& info) {
  return info.param.name;
}

INSTANTIATE_TEST_SUITE_P(All, LargeBatchTest,
                         ::testing::ValuesIn(ProgramsOf("large_batch")),
                         NameOf);
INSTANTIATE_TEST_SUITE_P(All, ManyFeaturesTest,
                         ::testing::ValuesIn(ProgramsOf("many_features")),
                         NameOf);
INSTANTIATE_TEST_SUITE_P(Highway, LongSumsTest,
                         ::testing::ValuesIn(HighwayPrograms()), NameOf);

}  // namespace
}  // namespace sinter::oracle
