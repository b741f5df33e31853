// Where the workers of a team wait for each other.
#ifndef SINTER_RUNTIME_ENGINE_BARRIER_H_
#define SINTER_RUNTIME_ENGINE_BARRIER_H_

#include <cstdint>

#include "runtime/engine/shared_counter.h"

namespace sinter::runtime {

// Lets `count` threads wait for each other, again and again: the last one to
// arrive begins the next generation, for which the others wait. The counters
// are a parameter so that a test can run every order of the threads' steps.
template <typename Counter>
class BasicBarrier {
 public:
  explicit BasicBarrier(unsigned count) : count_(count) {}
  BasicBarrier(const BasicBarrier&) = delete;
  BasicBarrier& operator=(const BasicBarrier&) = delete;

  // Returns once `count` threads have called it. What any of them wrote before
  // is visible to all of them after.
  void Wait() {
    // Cannot change before this thread has arrived; may at once after.
    const uint32_t generation = generation_.Load();
    if (arrived_.Increment() == count_) {
      // First this: threads that are let go may arrive again at once.
      arrived_.Reset();
      generation_.Advance();
    } else {
      generation_.WaitForChange(generation);
    }
  }

 private:
  const unsigned count_;
  Counter arrived_;
  Counter generation_;
};

class Barrier final : public BasicBarrier<SharedCounter> {
 public:
  using BasicBarrier::BasicBarrier;
};

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_ENGINE_BARRIER_H_
