// The threads that run a model's steps.
//
// A team is made once and lives for the whole run. A parallel region (`Run`)
// calls one function in every worker; within it, workers meet at the team's
// barrier. The calling thread is worker 0.
//
// Waiting spins for some microseconds, because phases of a step are short; then
// it yields, so that a machine with more runnable threads than processors goes
// on; then it sleeps in the kernel, so that an idle team burns no processor.
//
// Within a region subnormal numbers are zero (see subnormals.h), in every
// worker alike; after it the calling thread's floating-point modes are what
// they were.
#ifndef SINTER_RUNTIME_THREAD_TEAM_H_
#define SINTER_RUNTIME_THREAD_TEAM_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <thread>
#include <vector>

#include "runtime/worker.h"

namespace sinter::runtime {

// Lets `count` threads wait for each other, again and again.
class Barrier {
 public:
  explicit Barrier(unsigned count) : count_(count) {}
  Barrier(const Barrier&) = delete;
  Barrier& operator=(const Barrier&) = delete;

  // Returns once `count` threads have called it. What any of them wrote before
  // is visible to all of them after.
  void Wait();

 private:
  // Apart from each other, so that arriving disturbs no spinning reader.
  static constexpr size_t kCacheLine = 64;

  const unsigned count_;
  alignas(kCacheLine) std::atomic<uint32_t> arrived_{0};
  alignas(kCacheLine) std::atomic<uint32_t> generation_{0};
};

class ThreadTeam {
 public:
  using Job = std::function<void(const Worker&)>;

  // Starts count - 1 threads (`count` >= 1). Throws std::system_error when the
  // system refuses one; none is left running then.
  explicit ThreadTeam(unsigned count);
  ~ThreadTeam();
  ThreadTeam(const ThreadTeam&) = delete;
  ThreadTeam& operator=(const ThreadTeam&) = delete;

  unsigned count() const { return count_; }

  // Calls `job` once for every worker, at the same time, and returns when all
  // have finished. All workers must meet the barrier equally often. `job` must
  // not throw: with other workers in the middle of it there is no way back.
  // Only the thread that made the team calls Run.
  void Run(const Job& job);

 private:
  void Loop(unsigned index);
  void StopThreads();

  const unsigned count_;
  Barrier barrier_;
  const Job* job_ = nullptr;  // of the current region; nullptr ends the threads
  // Counts regions; threads sleep on it between them. A region's end is a
  // meeting at the barrier.
  std::atomic<uint32_t> region_{0};
  std::vector<std::thread> threads_;
};

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_THREAD_TEAM_H_
