#include "runtime/thread_team.h"

#include <cassert>
#include <chrono>

#include "runtime/subnormals.h"

namespace sinter::runtime {
namespace {

// Longest time to wait without giving the processor away: longer than the usual
// imbalance between two workers in a phase (a few microseconds), shorter than a
// scheduler's time slice (milliseconds), so that little is lost when the worker
// waited for is not running at all.
constexpr std::chrono::microseconds kSpinTime{30};

// Then longest time to offer the processor to others before sleeping. Waking a
// sleeper costs about 50 microseconds, so sleep only when the wait is long.
constexpr std::chrono::microseconds kYieldTime{200};

// Reading the clock costs as much as about one pause.
constexpr int kPausesBetweenClockReads = 16;

void Pause() {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

// Waits until `value` is no longer `old`; what was written before the change is
// visible after.
void WaitForChange(const std::atomic<uint32_t>& value, uint32_t old) {
  using Clock = std::chrono::steady_clock;
  const auto changed = [&] {
    return value.load(std::memory_order_acquire) != old;
  };
  if (changed()) return;
  const Clock::time_point start = Clock::now();
  while (Clock::now() - start < kSpinTime) {
    for (int i = 0; i < kPausesBetweenClockReads; ++i) {
      if (changed()) return;
      Pause();
    }
  }
  while (Clock::now() - start < kSpinTime + kYieldTime) {
    if (changed()) return;
    std::this_thread::yield();
  }
  value.wait(old, std::memory_order_acquire);
}

// Changes `value` and wakes those who sleep on it. Sequentially consistent: the
// library looks for sleepers after the store, and must not do so before it.
void Advance(std::atomic<uint32_t>& value) {
  value.store(value.load(std::memory_order_relaxed) + 1,
              std::memory_order_seq_cst);
  value.notify_all();
}

}  // namespace

void Barrier::Wait() {
  // Cannot change before this thread has arrived.
  const uint32_t generation = generation_.load(std::memory_order_relaxed);
  if (arrived_.fetch_add(1, std::memory_order_acq_rel) + 1 == count_) {
    arrived_.store(0, std::memory_order_relaxed);
    Advance(generation_);
  } else {
    WaitForChange(generation_, generation);
  }
}

void Worker::Wait() const {
  if (count > 1) barrier->Wait();
}

ThreadTeam::ThreadTeam(unsigned count) : count_(count), barrier_(count) {
  assert(count >= 1);
  threads_.reserve(count - 1);
  try {
    for (unsigned index = 1; index < count; ++index) {
      threads_.emplace_back(&ThreadTeam::Loop, this, index);
    }
  } catch (...) {
    StopThreads();
    throw;
  }
}

ThreadTeam::~ThreadTeam() { StopThreads(); }

void ThreadTeam::StopThreads() {
  job_ = nullptr;
  Advance(region_);
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

void ThreadTeam::Run(const Job& job) {
  const Worker worker{0, count_, &barrier_};
  const FlushSubnormals flush;
  if (count_ == 1) {
    job(worker);
    return;
  }
  job_ = &job;
  Advance(region_);
  // An exception would leave the others inside the region: end the program.
  [&]() noexcept { job(worker); }();
  barrier_.Wait();
}

void ThreadTeam::Loop(unsigned index) {
  const Worker worker{index, count_, &barrier_};
  const FlushSubnormals flush;
  for (uint32_t region = 0;; ++region) {
    WaitForChange(region_, region);
    if (job_ == nullptr) return;
    (*job_)(worker);
    barrier_.Wait();
  }
}

}  // namespace sinter::runtime
