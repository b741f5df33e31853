// Subnormal numbers (below 1.2e-38 in float32) count as zero while a model's
// steps run.
//
// Where this matters: RMSprop and Adam multiply the mean squared gradient of a
// weight that gets none by 0.9 or 0.999 a step. It becomes subnormal after some
// hundred steps, and rounding keeps it from ever becoming zero: of the book's
// network 2 % are subnormal after three epochs. Some processors compute with
// subnormals in microcode, which is slow. Nothing is lost: an epsilon is added
// to such a number, or a weight, before it counts.
//
// Thread-compatible: the mode belongs to the thread that sets it.
#ifndef SINTER_RUNTIME_ENGINE_SUBNORMALS_H_
#define SINTER_RUNTIME_ENGINE_SUBNORMALS_H_

#include <cstdint>

#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

namespace sinter::runtime {

// This thread's floating-point modes and flags: MXCSR on x86, FPCR on 64-bit
// ARM; 0 on other processors, which are left as they are.
inline uint64_t FloatControl() {
#if defined(__x86_64__)
  return _mm_getcsr();
#elif defined(__aarch64__)
  uint64_t fpcr;
  asm volatile("mrs %0, fpcr" : "=r"(fpcr));
  return fpcr;
#else
  return 0;
#endif
}

inline void SetFloatControl([[maybe_unused]] uint64_t control) {
#if defined(__x86_64__)
  _mm_setcsr(static_cast<unsigned>(control));
#elif defined(__aarch64__)
  asm volatile("msr fpcr, %0" : : "r"(control));
#endif
}

// As long as it lives, this thread reads subnormal numbers as zero and writes
// zero for them. Then modes and flags are what they were.
class FlushSubnormals {
 public:
  FlushSubnormals() : before_(FloatControl()) {
    SetFloatControl(before_ | kFlush);
  }
  ~FlushSubnormals() { SetFloatControl(before_); }
  FlushSubnormals(const FlushSubnormals&) = delete;
  FlushSubnormals& operator=(const FlushSubnormals&) = delete;

 private:
#if defined(__x86_64__)
  static constexpr uint64_t kFlush = 0x8000 | 0x0040;  // FTZ and DAZ
#else
  static constexpr uint64_t kFlush = uint64_t{1} << 24;  // FZ
#endif

  const uint64_t before_;
};

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_ENGINE_SUBNORMALS_H_
