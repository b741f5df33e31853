// The steps of one parallel region: by the team, or by worker 0 alone for as
// long as a SoloPolicy says so. The others then sleep at a barrier.
#ifndef SINTER_RUNTIME_ENGINE_STEP_LOOP_H_
#define SINTER_RUNTIME_ENGINE_STEP_LOOP_H_

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>

#include "runtime/engine/solo_policy.h"
#include "runtime/engine/worker.h"

namespace sinter::runtime {

// Made anew for each region; the policy outlives it and learns.
class StepLoop {
 public:
  explicit StepLoop(SoloPolicy& policy) : policy_(policy) {}

  // Called by all workers of the region with equal arguments: calls step(i,
  // worker) for i = first, first + 1, ... below `limit`. The step ends with a
  // barrier of `worker`. Only worker 0 may change the limit, after step i to at
  // least i + 2: the others may have begun i + 1.
  template <typename Step>
  void Run(const Worker& worker, size_t first, const std::atomic<size_t>& limit,
           Step&& step) {
    for (size_t i = first; i < limit.load(std::memory_order_relaxed);) {
      const Range solo = Unpack(solo_.load(std::memory_order_relaxed));
      const size_t end = solo.end;
      if (i < solo.begin || i >= end) {
        RunTogether(worker, i++, step);
        continue;
      }
      if (worker.index == 0) RunAlone(i, end, limit, step);
      worker.Wait();
      i = end;
    }
  }

 private:
  using Clock = std::chrono::steady_clock;

  template <typename Step>
  void RunTogether(const Worker& worker, size_t i, Step&& step) {
    if (worker.index != 0 || worker.count == 1) return step(i, worker);
    const Clock::time_point begin = Clock::now();
    step(i, worker);
    const size_t alone = policy_.AfterTeamStep(Clock::now() - begin);
    if (alone == 0) return;
    // As with the limit: the others see it by the end of step i + 1.
    solo_.store(Pack(i + 2, alone), std::memory_order_relaxed);
  }

  template <typename Step>
  void RunAlone(size_t first, size_t end, const std::atomic<size_t>& limit,
                Step&& step) {
    const Worker alone{0, 1, nullptr};
    const Clock::time_point begin = Clock::now();
    size_t i = first;
    for (; i < std::min(end, limit.load(std::memory_order_relaxed)); ++i)
      step(i, alone);
    if (i == end) policy_.AfterSoloSteps(end - first, Clock::now() - begin);
  }

  // Begin and number of steps in one word: the others never see half a change.
  static constexpr unsigned kCountBits = 16;
  static_assert(SoloPolicy::kMostSoloSteps < size_t{1} << kCountBits);
  static uint64_t Pack(uint64_t begin, uint64_t steps) {
    return begin << kCountBits | steps;
  }
  static Range Unpack(uint64_t solo) {
    const size_t begin = solo >> kCountBits;
    return {begin, begin + (solo & ((1u << kCountBits) - 1))};
  }

  SoloPolicy& policy_;
  std::atomic<uint64_t> solo_{0};  // none; written by worker 0
};

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_ENGINE_STEP_LOOP_H_
