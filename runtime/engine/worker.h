// One thread of a team, as generated code sees it.
#ifndef SINTER_RUNTIME_ENGINE_WORKER_H_
#define SINTER_RUNTIME_ENGINE_WORKER_H_

#include <cstddef>

namespace sinter::runtime {

class Barrier;

// Half-open range of tasks.
struct Range {
  size_t begin;
  size_t end;
};

struct Worker {
  unsigned index;    // 0 .. count - 1
  unsigned count;    // workers in the team
  Barrier* barrier;  // of the whole team; owned by it. nullptr if count is 1: a
                     // worker alone waits for nobody

  // Waits until every worker of the team is here. What any worker wrote before
  // is visible to all after.
  void Wait() const;

  // This worker's share of `tasks`: contiguous, the shares' sizes differ by at
  // most one. May be empty.
  Range Share(size_t tasks) const {
    return {tasks * index / count, tasks * (index + 1) / count};
  }
};

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_ENGINE_WORKER_H_
