#include "tests/runtime/interleavings.h"

#include <algorithm>
#include <deque>
#include <optional>
#include <vector>

#include "tests/runtime/fiber.h"

namespace sinter::runtime {
namespace {

// One thread of a scenario. Not one of the system's, which would wait for a
// processor at every step.
class SteppedThread {
 public:
  SteppedThread(Scenario& scenario, unsigned index)
      : fiber_([&scenario, index] { scenario.Run(index); }) {}

  bool ended() const { return fiber_.ended(); }
  bool CanGoOn() const { return !ended() && can_go_on_(); }

  void Step() {
    running = this;
    fiber_.Resume();
  }

  // In the thread itself.
  static void AwaitTurn(const std::function<bool()>& can_go_on) {
    running->can_go_on_ = can_go_on;
    Fiber::Pause();
  }

 private:
  static SteppedThread* running;

  std::function<bool()> can_go_on_ = [] { return true; };
  Fiber fiber_;
};

SteppedThread* SteppedThread::running = nullptr;

// Which thread goes on, choice by choice; then the next order.
class Choices {
 public:
  // One of `options`, of which there is at least one.
  size_t Choose(size_t options) {
    if (at_ == choices_.size()) choices_.push_back({0, options});
    return choices_[at_++].chosen;
  }

  // False after the last order.
  bool Next() {
    at_ = 0;
    while (!choices_.empty() &&
           choices_.back().chosen + 1 == choices_.back().options)
      choices_.pop_back();
    if (choices_.empty()) return false;
    ++choices_.back().chosen;
    return true;
  }

 private:
  struct Choice {
    size_t chosen;
    size_t options;
  };

  std::vector<Choice> choices_;
  size_t at_ = 0;
};

// One order.
class Order {
 public:
  Order(const ExplorationLimits& limits, Scenario& scenario, Choices& choices)
      : choices_(choices), preemptions_left_(limits.preemptions) {
    for (unsigned i = 0; i < limits.threads; ++i)
      threads_.emplace_back(scenario, i);
  }

  // False if threads are left of which none can go on.
  bool RunToTheEnd() {
    for (;;) {
      const std::vector<unsigned> options = Options();
      if (options.empty()) return AllEnded();
      const unsigned next = options[choices_.Choose(options.size())];
      if (last_ && next != *last_ && threads_[*last_].CanGoOn())
        --preemptions_left_;
      last_ = next;
      taken_.push_back(next);
      threads_[next].Step();
    }
  }

  std::string Text() const {
    std::string text;
    for (unsigned thread : taken_)
      text += (text.empty() ? "" : " ") + std::to_string(thread);
    return text;
  }

 private:
  bool AllEnded() const {
    return std::all_of(
        threads_.begin(), threads_.end(),
        [](const SteppedThread& thread) { return thread.ended(); });
  }

  std::vector<unsigned> Options() const {
    if (last_ && preemptions_left_ == 0 && threads_[*last_].CanGoOn())
      return {*last_};
    std::vector<unsigned> options;
    for (unsigned i = 0; i < threads_.size(); ++i)
      if (threads_[i].CanGoOn()) options.push_back(i);
    return options;
  }

  Choices& choices_;
  unsigned preemptions_left_;
  std::optional<unsigned> last_;
  std::vector<unsigned> taken_;
  std::deque<SteppedThread> threads_;
};

std::string RunOrder(const ExplorationLimits& limits, Scenario& scenario,
                     Choices& choices) {
  Order order(limits, scenario, choices);
  const std::string wrong = order.RunToTheEnd() ? scenario.Check() : "deadlock";
  return wrong.empty() ? "" : wrong + " (" + order.Text() + ")";
}

}  // namespace

void TakeStep(const std::function<bool()>& can_go_on) {
  SteppedThread::AwaitTurn(can_go_on);
}

Exploration ExploreOrders(
    const ExplorationLimits& limits,
    const std::function<std::unique_ptr<Scenario>()>& make) {
  Exploration exploration;
  Choices choices;
  do {
    const std::unique_ptr<Scenario> scenario = make();
    exploration.failure = RunOrder(limits, *scenario, choices);
    ++exploration.orders;
  } while (exploration.failure.empty() && choices.Next());
  return exploration;
}

}  // namespace sinter::runtime
