// Normalization of numbers that are far from zero and near each other: a mean
// of squares less the square of a mean would be rounding, and no variance.
// With every SIMD target of this machine.
#include <cmath>
#include <string>

#include "gtest/gtest.h"
#include "tests/codegen/reference/compiled_model.h"
#include "tests/codegen/reference/interpreted_model.h"
#include "tests/codegen/reference/programs.h"
#include "tests/codegen/reference/simd_targets.h"

namespace sinter::oracle {
namespace {

constexpr int kSteps = 5;
// A mean is rounded to 2^-15, an element's distance from it is up to 0.25.
constexpr double kError = 1e-3;

using FarMeanTest = ::testing::TestWithParam<Program>;

TEST_P(FarMeanTest, TrainsAsTheInterpreter) {
  InterpretedModel interpreted(LoadValidSpec(
      std::string(SINTER_TEST_SPECS "/") + GetParam().spec + ".yaml"));
  const runtime::Model& model = GetParam().model();
  const Dataset data =
      MakeData({{{/*is_bytes=*/true, model.inputs[0].elements}},
                {{TargetNumbers::kLabels, model.outputs[0].elements}}},
               model.batch, /*seed=*/1, /*zeros=*/0);
  Step step{data, {}};
  for (uint32_t i = 0; i < model.batch; ++i) step.indices.push_back(i);
  step.learning_rate = 0.5;
  const State begin = interpreted.Initialize();
  State expected = begin;
  double loss = 0;
  for (int i = 0; i < kSteps; ++i)
    loss = interpreted.Train(step, expected).loss;
  OnEachTarget(model, [&] {
    CompiledModel compiled(model, /*threads=*/2);
    compiled.SetState(begin);
    double actual_loss = 0;
    for (int i = 0; i < kSteps; ++i) actual_loss = compiled.Train(step).loss;
    EXPECT_NEAR(actual_loss, loss, kError * loss);
    const State actual = compiled.GetState();
    for (const auto& [name, tensor] : expected)
      for (size_t i = 0; i < tensor.data.size(); ++i)
        ASSERT_NEAR(actual.at(name).data[i], tensor.data[i],
                    kError * (std::abs(tensor.data[i]) + 1))
            << name << ", element " << i;
    const Tensor& variances =
        expected.at("batch_normalization.moving_variance");
    for (size_t i = 0; i < variances.data.size(); ++i)
      EXPECT_NEAR(actual.at("batch_normalization.moving_variance").data[i],
                  variances.data[i], kError * variances.data[i]);
  });
}

std::string NameOf(const ::testing::TestParamInfo<Program>& info) {
  return info.param.name;
}

INSTANTIATE_TEST_SUITE_P(All, FarMeanTest, ::testing::ValuesIn(kPrograms),
                         NameOf);

}  // namespace
}  // namespace sinter::oracle
