// The threads that run a model's steps.
//
// A team is made once and lives for the whole run. A parallel region (`Run`)
// calls one function in every worker; within it, workers meet at the team's
// barrier. The calling thread is worker 0. How they wait: shared_counter.h.
//
// Within a region subnormal numbers are zero (see subnormals.h), in every
// worker alike; after it the calling thread's floating-point modes are what
// they were.
#ifndef SINTER_RUNTIME_ENGINE_THREAD_TEAM_H_
#define SINTER_RUNTIME_ENGINE_THREAD_TEAM_H_

#include <functional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "runtime/engine/barrier.h"
#include "runtime/engine/shared_counter.h"
#include "runtime/engine/worker.h"

namespace sinter::runtime {

// The system refuses one of the threads of a team.
struct ThreadsRefused : std::runtime_error {
  ThreadsRefused(unsigned team, const std::string& why)
      : std::runtime_error(why), count(team) {}
  unsigned count;  // of the team
};

class ThreadTeam {
 public:
  using Job = std::function<void(const Worker&)>;

  // Starts count - 1 threads (`count` >= 1). Throws ThreadsRefused when the
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
  SharedCounter region_;
  std::vector<std::thread> threads_;
};

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_ENGINE_THREAD_TEAM_H_
