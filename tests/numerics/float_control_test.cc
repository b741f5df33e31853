// Training, evaluation and prediction leave the calling thread's floating-point
// modes and flags as they were; within a region every worker flushes
// subnormals.
#include <gtest/gtest.h>

#include <algorithm>
#include <cfenv>
#include <vector>

#include "runtime/data/dataset.h"
#include "runtime/engine/batches.h"
#include "runtime/engine/inference.h"
#include "runtime/engine/initializers.h"
#include "runtime/engine/subnormals.h"
#include "runtime/engine/thread_team.h"
#include "runtime/engine/trainer.h"

namespace numerics_highway_cross_entropy {
const sinter::runtime::Model& Model();
}
namespace numerics_reference_cross_entropy {
const sinter::runtime::Model& Model();
}

namespace sinter::runtime {
namespace {

// Two batches, the second a partial one.
constexpr size_t kSamples = 30;

// Computed where the call stands, not by the compiler.
bool SubnormalsAreZero() {
  volatile float subnormal = 1e-40f;
  volatile float smallest_normal = 1.17549435e-38f;
  const float read = subnormal * 1e30f;
  const float written = smallest_normal * 0.5f;
  return read == 0 && written == 0;
}

Dataset MakeDataset(const Model& model) {
  Dataset data;
  data.count = kSamples;
  ByteBuffer& x = data.x.emplace_back();
  x.Resize(kSamples * model.inputs[0].elements * sizeof(float));
  std::fill_n(reinterpret_cast<float*>(x.data()),
              kSamples * model.inputs[0].elements, 0.1f);
  ByteBuffer& y = data.y.emplace_back();
  y.Resize(kSamples);
  std::fill_n(y.data(), kSamples, std::byte{1});
  return data;
}

class FloatControlTest : public ::testing::TestWithParam<const Model*> {
 protected:
  // A mode that is not the usual one. The flag that all arithmetic raises
  // stands beside the modes on x86: it is raised before.
  void SetUp() override {
    std::fesetround(FE_DOWNWARD);
    volatile float three = 3;
    three = 1 / three;
    before_ = FloatControl();
  }
  void TearDown() override { std::fesetenv(FE_DFL_ENV); }

  uint64_t before_ = 0;
};

TEST(FlushSubnormalsTest, OnlyInItsScope) {
  EXPECT_FALSE(SubnormalsAreZero());
  {
    const FlushSubnormals flush;
    EXPECT_TRUE(SubnormalsAreZero());
  }
  EXPECT_FALSE(SubnormalsAreZero());
}

TEST(FlushSubnormalsTest, InEveryWorkerOfARegion) {
  for (unsigned threads : {1u, 2u, 4u}) {
    ThreadTeam team(threads);
    std::vector<char> flushed(threads, false);
    for (int region = 0; region < 2; ++region) {
      std::fill(flushed.begin(), flushed.end(), false);
      team.Run([&](const Worker& worker) {
        flushed[worker.index] = SubnormalsAreZero();
      });
      EXPECT_EQ(std::count(flushed.begin(), flushed.end(), true), threads);
      EXPECT_FALSE(SubnormalsAreZero());
    }
  }
}

TEST_P(FloatControlTest, IsAsBefore) {
  const Model& model = *GetParam();
  const Dataset data = MakeDataset(model);
  ModelMemory memory(model);
  InitializeState(model, 1, memory.state.span());
  for (unsigned threads : {1u, 3u}) {
    ThreadTeam team(threads);
    const std::atomic<int> stop{0};
    ASSERT_TRUE(
        Fit(model, data, DefaultFitOptions(model), memory, team, {}, stop)
            .ok());
    EXPECT_EQ(FloatControl(), before_);
    const Batches batches(model, data, 0, data.samples());
    EXPECT_GT(Evaluate(model, batches, memory, team).loss, 0);
    EXPECT_EQ(FloatControl(), before_);
    EXPECT_GT(Predict(model, batches, memory, team)[0].data()[0], 0);
    EXPECT_EQ(FloatControl(), before_);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Backends, FloatControlTest,
    ::testing::Values(&numerics_highway_cross_entropy::Model(),
                      &numerics_reference_cross_entropy::Model()),
    [](const auto& info) { return std::string(info.param->backend); });

}  // namespace
}  // namespace sinter::runtime
