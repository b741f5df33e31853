// Runs threads one at a time, step by step, in every order of their steps.
//
// A thread's step ends where it calls TakeStep. Of the threads that can go on
// one is chosen, and every choice is tried, depth first: what goes wrong in one
// order of many is found, each time. Memory is as all threads see it in that
// order (sequentially consistent); what a weaker order of loads and stores does
// is left to ThreadSanitizer.
//
// After M. Musuvathi, S. Qadeer: Iterative Context Bounding for Systematic
// Testing of Multithreaded Programs, PLDI 2007.
#ifndef SINTER_TESTS_RUNTIME_INTERLEAVINGS_H_
#define SINTER_TESTS_RUNTIME_INTERLEAVINGS_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace sinter::runtime {

// What the threads do; made anew for every order.
class Scenario {
 public:
  virtual ~Scenario() = default;
  // Thread `index`. Everything it shares with others is behind TakeStep.
  virtual void Run(unsigned index) = 0;
  // After all threads have ended: what went wrong, empty if nothing.
  virtual std::string Check() const = 0;
};

struct Exploration {
  uint64_t orders = 0;
  // Of the first order that went wrong, with that order: "deadlock (0 0 1 1)"
  // are two steps of thread 0, then two of thread 1. Nothing is tried after it.
  std::string failure;
};

struct ExplorationLimits {
  unsigned threads = 2;
  // Times that the turn may be taken from a thread that could go on. Most
  // mistakes need one or two; without a limit three threads have too many
  // orders.
  unsigned preemptions = 2;
};

Exploration ExploreOrders(
    const ExplorationLimits& limits,
    const std::function<std::unique_ptr<Scenario>()>& make);

// Called by a scenario's thread: the next step begins when it is this thread's
// turn, and not before `can_go_on()`, which other threads' steps make true.
void TakeStep(const std::function<bool()>& can_go_on = [] { return true; });

}  // namespace sinter::runtime

#endif  // SINTER_TESTS_RUNTIME_INTERLEAVINGS_H_
