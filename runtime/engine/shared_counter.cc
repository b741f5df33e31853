#include "runtime/engine/shared_counter.h"

#include <chrono>
#include <thread>

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

}  // namespace

// Sequentially consistent: the library looks for sleepers after the store, and
// must not do so before it.
void SharedCounter::Advance() {
  value_.store(Load() + 1, std::memory_order_seq_cst);
  value_.notify_all();
}

void SharedCounter::WaitForChange(uint32_t old) const {
  using Clock = std::chrono::steady_clock;
  const auto changed = [&] {
    return value_.load(std::memory_order_acquire) != old;
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
  value_.wait(old, std::memory_order_acquire);
}

}  // namespace sinter::runtime
