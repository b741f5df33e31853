// A number that threads change and wait for.
#ifndef SINTER_RUNTIME_ENGINE_SHARED_COUNTER_H_
#define SINTER_RUNTIME_ENGINE_SHARED_COUNTER_H_

#include <atomic>
#include <cstdint>

namespace sinter::runtime {

// Has a cache line of its own, so that changing one counter disturbs no thread
// that spins on another.
class alignas(64) SharedCounter {
 public:
  SharedCounter() = default;
  SharedCounter(const SharedCounter&) = delete;
  SharedCounter& operator=(const SharedCounter&) = delete;

  // Orders nothing.
  uint32_t Load() const { return value_.load(std::memory_order_relaxed); }
  void Reset() { value_.store(0, std::memory_order_relaxed); }

  // Adds 1 and returns the sum. What threads wrote before they called it is
  // visible to those that call it later.
  uint32_t Increment() {
    return value_.fetch_add(1, std::memory_order_acq_rel) + 1;
  }

  // Adds 1 and wakes those who wait. By one thread at a time.
  void Advance();

  // Returns once the counter is no longer `old`; what was written before the
  // Advance is visible then.
  //
  // Spins for some microseconds, because phases of a step are short; then
  // yields, so that a machine with more runnable threads than processors goes
  // on; then sleeps in the kernel, so that an idle team burns no processor.
  void WaitForChange(uint32_t old) const;

 private:
  std::atomic<uint32_t> value_{0};
};

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_ENGINE_SHARED_COUNTER_H_
