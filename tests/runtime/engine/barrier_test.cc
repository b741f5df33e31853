#include "runtime/engine/barrier.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "tests/runtime/interleavings.h"

namespace sinter::runtime {
namespace {

constexpr unsigned kEveryPreemption = 1000;

// SharedCounter, with a step for each call.
class SteppedCounter {
 public:
  uint32_t Load() const {
    TakeStep();
    return value_;
  }
  void Reset() {
    TakeStep();
    value_ = 0;
  }
  uint32_t Increment() {
    TakeStep();
    return ++value_;
  }
  void Advance() { Increment(); }
  void WaitForChange(uint32_t old) const {
    TakeStep([this, old] { return value_ != old; });
  }

 private:
  uint32_t value_ = 0;
};

// Every thread comes to the barrier again and again. None may be past a meeting
// to which one has not come.
class Meetings : public Scenario {
 public:
  Meetings(unsigned threads, int meetings)
      : meetings_(meetings), came_(threads), barrier_(threads) {}

  void Run(unsigned index) override {
    for (int meeting = 1; meeting <= meetings_; ++meeting) {
      came_[index] = meeting;
      barrier_.Wait();
      if (*std::min_element(came_.begin(), came_.end()) < meeting)
        ++let_go_early_;
    }
  }

  std::string Check() const override {
    return let_go_early_ > 0 ? "let go early" : "";
  }

 private:
  const int meetings_;
  std::vector<int> came_;  // each thread's last meeting
  int let_go_early_ = 0;
  BasicBarrier<SteppedCounter> barrier_;
};

Exploration ExploreMeetings(const ExplorationLimits& limits, int meetings) {
  const Exploration found = ExploreOrders(limits, [&] {
    return std::make_unique<Meetings>(limits.threads, meetings);
  });
  std::cout << found.orders << " orders of " << limits.threads << " threads\n";
  return found;
}

TEST(BarrierTest, TwoThreadsInEveryOrder) {
  const Exploration found = ExploreMeetings({2, kEveryPreemption}, 3);
  ASSERT_EQ(found.failure, "");
  EXPECT_GT(found.orders, 500u);
}

TEST(BarrierTest, ThreeThreadsWithFewPreemptions) {
  const Exploration found = ExploreMeetings({3, 2}, 2);
  ASSERT_EQ(found.failure, "");
  EXPECT_GT(found.orders, 500u);
}

TEST(BarrierTest, FourThreadsWithOnePreemption) {
  const Exploration found = ExploreMeetings({4, 1}, 2);
  ASSERT_EQ(found.failure, "");
  EXPECT_GT(found.orders, 500u);
}

// Do explorations see? Two threads count to two, and may forget one.
class UnguardedSum : public Scenario {
 public:
  void Run(unsigned) override {
    TakeStep();
    const int sum = sum_;
    TakeStep();
    sum_ = sum + 1;
  }
  std::string Check() const override { return sum_ == 2 ? "" : "forgot one"; }

 private:
  int sum_ = 0;
};

TEST(ExploreOrdersTest, FindsTheOrderThatGoesWrong) {
  const auto make = [] { return std::make_unique<UnguardedSum>(); };
  EXPECT_EQ(ExploreOrders({2, 0}, make).failure, "");
  EXPECT_EQ(ExploreOrders({2, 1}, make).failure, "forgot one (0 0 1 1 1 0)");
}

// Two threads take two locks, one each first.
class TwoLocks : public Scenario {
 public:
  void Run(unsigned index) override {
    for (unsigned lock : {index, 1 - index}) {
      TakeStep([this, lock] { return !locked_[lock]; });
      locked_[lock] = true;
    }
    locked_[0] = locked_[1] = false;
  }
  std::string Check() const override { return ""; }

 private:
  bool locked_[2] = {};
};

TEST(ExploreOrdersTest, FindsADeadlock) {
  const auto make = [] { return std::make_unique<TwoLocks>(); };
  const Exploration found = ExploreOrders({2, 1}, make);
  EXPECT_EQ(found.failure.substr(0, 8), "deadlock") << found.failure;
}

// Three steps a thread: 6! / (3! 3!) orders of two, 9! / (3! 3! 3!) of three.
class ThreeSteps : public Scenario {
 public:
  void Run(unsigned) override {
    TakeStep();
    TakeStep();
  }
  std::string Check() const override { return ""; }
};

TEST(ExploreOrdersTest, TriesEveryOrderOnce) {
  const auto make = [] { return std::make_unique<ThreeSteps>(); };
  EXPECT_EQ(ExploreOrders({2, kEveryPreemption}, make).orders, 20u);
  EXPECT_EQ(ExploreOrders({3, kEveryPreemption}, make).orders, 1680u);
  EXPECT_EQ(ExploreOrders({2, 0}, make).orders, 2u);
}

}  // namespace
}  // namespace sinter::runtime
