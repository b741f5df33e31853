#include "runtime/engine/step_loop.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "runtime/engine/thread_team.h"

namespace sinter::runtime {
namespace {

using std::chrono::milliseconds;

constexpr size_t kManySteps = 1000;

// Windows of equal steps.
size_t FeedSteps(SoloPolicy& policy, size_t steps, milliseconds fast,
                 milliseconds slow) {
  size_t alone = 0;
  for (size_t i = 0; i < steps; ++i)
    alone = std::max(alone, policy.AfterTeamStep(i % 4 == 0 ? slow : fast));
  return alone;
}

TEST(SoloPolicyTest, EvenStepsStayWithTheTeam) {
  SoloPolicy policy;
  EXPECT_EQ(FeedSteps(policy, kManySteps, milliseconds(2), milliseconds(3)),
            0u);
}

TEST(SoloPolicyTest, StalledStepsAreTriedAlone) {
  SoloPolicy policy;
  EXPECT_GT(FeedSteps(policy, kManySteps, milliseconds(1), milliseconds(9)),
            0u);
}

TEST(SoloPolicyTest, WhatHelpsIsDoneLongerAndWhatDoesNotIsLeft) {
  SoloPolicy policy;
  const auto stalled = [&] {
    return FeedSteps(policy, 32, milliseconds(1), milliseconds(9));
  };
  const size_t first = stalled();
  policy.AfterSoloSteps(first, first * milliseconds(2));  // the team took 3
  const size_t second = stalled();
  EXPECT_GT(second, first);
  policy.AfterSoloSteps(second, second * milliseconds(4));
  EXPECT_EQ(stalled(), 0u);
  for (int window = 0; window < 20; ++window) {
    if (const size_t again = stalled(); again > 0) {
      EXPECT_EQ(again, first);
      return;
    }
  }
  FAIL() << "is never tried again";
}

// Every step runs once, in order, by the whole team or by one worker, however
// the policy changes its mind.
TEST(StepLoopTest, EveryStepRunsOnceWhoeverDoesIt) {
  constexpr unsigned kWorkers = 3;
  ThreadTeam team(kWorkers);
  SoloPolicy policy;
  StepLoop loop(policy);
  std::vector<unsigned> done(400);  // by worker 0
  std::atomic<size_t> work{0};      // all workers' shares
  size_t alone = 0;
  const std::atomic<size_t> limit{done.size()};
  team.Run([&](const Worker& worker) {
    loop.Run(worker, 0, limit, [&](size_t i, const Worker& now) {
      const Range share = now.Share(12);
      work += share.end - share.begin;
      // A worker that is off its processor at times.
      if (now.index == 1 && i % 4 == 0)
        std::this_thread::sleep_for(milliseconds(4));
      now.Wait();
      if (now.index != 0) return;
      if (i > 0) {
        EXPECT_EQ(done[i - 1], 1u);
      }
      ++done[i];
      alone += now.count == 1;
    });
  });
  EXPECT_EQ(done, std::vector<unsigned>(done.size(), 1));
  EXPECT_EQ(work, 12 * done.size());
  EXPECT_GT(alone, 0u);
}

TEST(StepLoopTest, TheLimitMayBeLoweredInAnyStep) {
  for (size_t stop : {0u, 3u, 60u, 100u}) {
    ThreadTeam team(2);
    SoloPolicy policy;
    StepLoop loop(policy);
    std::atomic<size_t> limit{kManySteps};
    std::atomic<size_t> last{0};
    team.Run([&](const Worker& worker) {
      loop.Run(worker, 0, limit, [&](size_t i, const Worker& now) {
        if (now.index == 1 && i % 4 == 0)
          std::this_thread::sleep_for(milliseconds(4));
        now.Wait();
        if (now.index == 0) last = i;
        if (now.index == 0 && i == stop) limit = i + 2;
      });
    });
    EXPECT_EQ(last, stop + 1);
  }
}

}  // namespace
}  // namespace sinter::runtime
