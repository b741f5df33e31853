#include "runtime/engine/processor_features.h"

#include <gtest/gtest.h>

#include "runtime/engine/compiled_features.h"

namespace sinter::runtime {
namespace {

TEST(CheckProcessor, WhatItHasIsEnough) {
  testing::internal::CaptureStderr();
  EXPECT_TRUE(CheckProcessor("toy", 0b101, 0b1101));
  EXPECT_TRUE(CheckProcessor("toy", 0, 0));
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

// This test runs, so the processor has what its compiler used.
TEST(CheckProcessor, ThisProcessorRunsThisTest) {
  EXPECT_EQ(kCompiledFeatures & ~ProcessorFeatures(), 0u);
}

#if defined(__x86_64__)

constexpr uint64_t kSse3 = 1 << 0;
constexpr uint64_t kFma = 1 << 3;
constexpr uint64_t kAvx2 = 1 << 12;

TEST(CheckProcessor, NamesWhatIsMissing) {
  testing::internal::CaptureStderr();
  EXPECT_FALSE(CheckProcessor("toy", kSse3 | kFma | kAvx2, kSse3));
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            "toy: error: this program was built for a processor with FMA, "
            "AVX2, which this one lacks; build it here, or with "
            "--dispatch=dynamic\n");
}

TEST(ProcessorFeatures, AsTheCompilerSeesThem) {
  const uint64_t features = ProcessorFeatures();
  EXPECT_EQ((features & kSse3) != 0, __builtin_cpu_supports("sse3") != 0);
  EXPECT_EQ((features & kFma) != 0, __builtin_cpu_supports("fma") != 0);
  EXPECT_EQ((features & kAvx2) != 0, __builtin_cpu_supports("avx2") != 0);
}

#endif

}  // namespace
}  // namespace sinter::runtime
