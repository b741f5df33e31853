// The machine's peaks: loops of nothing but fused multiply-adds, and of nothing
// but what an update divides by.
#ifndef SINTER_BENCH_PEAK_H_
#define SINTER_BENCH_PEAK_H_

#include <cstdint>

namespace sinter::bench {

// Runs `iterations` rounds of independent multiply-adds in registers, on the
// same SIMD target as generated code. Returns the floating-point operations
// done: two for each lane of each multiply-add.
uint64_t RunPeakLoop(uint64_t iterations);

// Runs `iterations` rounds of independent square roots and quotients, one of
// each for a number, as updates of weights by RMSprop or Adam have them.
// Returns how many numbers.
uint64_t RunDividerLoop(uint64_t iterations);

// The SIMD target that they run on.
const char* PeakTarget();

}  // namespace sinter::bench

#endif  // SINTER_BENCH_PEAK_H_
