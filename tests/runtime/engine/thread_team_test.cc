#include "runtime/engine/thread_team.h"

#include <gtest/gtest.h>
#include <time.h>

#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

#include "runtime/engine/processors.h"

namespace sinter::runtime {
namespace {

class ThreadTeamTest : public ::testing::TestWithParam<unsigned> {};

INSTANTIATE_TEST_SUITE_P(Counts, ThreadTeamTest,
                         ::testing::Values(1, 2, 3, 4, 7, 16, 33));

TEST_P(ThreadTeamTest, EveryWorkerRunsOnceARegion) {
  const unsigned count = GetParam();
  ThreadTeam team(count);
  std::vector<int> runs(count);
  for (int region = 1; region <= 100; ++region) {
    team.Run([&](const Worker& worker) {
      EXPECT_EQ(worker.count, count);
      ++runs[worker.index];
    });
    for (int run : runs) ASSERT_EQ(run, region);
  }
}

TEST_P(ThreadTeamTest, TheCallerIsWorkerZero) {
  ThreadTeam team(GetParam());
  std::vector<std::thread::id> ids(GetParam());
  team.Run([&](const Worker& worker) {
    ids[worker.index] = std::this_thread::get_id();
  });
  EXPECT_EQ(ids[0], std::this_thread::get_id());
}

// In every phase each worker writes its own place and reads all others': a
// barrier that lets one through early, or hides a write, is seen.
TEST_P(ThreadTeamTest, TheBarrierSeparatesPhases) {
  constexpr int kPhases = 300;
  const unsigned count = GetParam();
  ThreadTeam team(count);
  std::vector<int> places(count);
  std::atomic<int> mistakes{0};
  team.Run([&](const Worker& worker) {
    for (int phase = 1; phase <= kPhases; ++phase) {
      places[worker.index] = phase;
      worker.Wait();
      for (int place : places) mistakes += place != phase;
      worker.Wait();
    }
  });
  EXPECT_EQ(mistakes, 0);
  EXPECT_EQ(places, std::vector<int>(count, kPhases));
}

// Longer than any worker spins or yields: the others sleep and must wake up.
TEST_P(ThreadTeamTest, SleepersWakeUp) {
  ThreadTeam team(GetParam());
  std::atomic<unsigned> done{0};
  for (int round = 0; round < 5; ++round) {
    team.Run([&](const Worker& worker) {
      if (worker.index == worker.count - 1) {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
      }
      worker.Wait();
      ++done;
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  EXPECT_EQ(done, 5 * GetParam());
}

TEST_P(ThreadTeamTest, SharesCoverAllTasksEvenly) {
  const unsigned count = GetParam();
  for (size_t tasks : {0, 1, 5, 16, 33, 1000}) {
    size_t next = 0;
    for (unsigned index = 0; index < count; ++index) {
      const Range share = Worker{index, count, nullptr}.Share(tasks);
      EXPECT_EQ(share.begin, next);
      EXPECT_LE(share.end - share.begin, tasks / count + 1);
      EXPECT_GE(share.end - share.begin, tasks / count);
      next = share.end;
    }
    EXPECT_EQ(next, tasks);
  }
}

double ProcessorSeconds() {
  timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return time.tv_sec + time.tv_nsec * 1e-9;
}

TEST(ThreadTeam, AnIdleTeamBurnsNoProcessor) {
  ThreadTeam team(4);
  team.Run([](const Worker&) {});
  const double before = ProcessorSeconds();
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  // Three spinning threads would use at least 0.3 s.
  EXPECT_LT(ProcessorSeconds() - before, 0.1);
}

TEST(AvailableProcessors, IsWhatTheAffinityMaskSays) {
  EXPECT_GE(AvailableProcessors(), 1u);
  cpu_set_t all;
  ASSERT_EQ(sched_getaffinity(0, sizeof(all), &all), 0);
  EXPECT_EQ(AvailableProcessors(), static_cast<unsigned>(CPU_COUNT(&all)));
  std::thread([&] {
    int first = 0;
    while (!CPU_ISSET(first, &all)) ++first;
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(first, &one);
    ASSERT_EQ(sched_setaffinity(0, sizeof(one), &one), 0);
    EXPECT_EQ(AvailableProcessors(), 1u);
  }).join();
}

}  // namespace
}  // namespace sinter::runtime
