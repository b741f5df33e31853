// The machine's peak: a loop of nothing but fused multiply-adds.
#ifndef SINTER_BENCH_PEAK_H_
#define SINTER_BENCH_PEAK_H_

#include <cstdint>

namespace sinter::bench {

// Runs `iterations` rounds of independent multiply-adds in registers, on the
// same SIMD target as generated code. Returns the floating-point operations
// done: two for each lane of each multiply-add.
uint64_t RunPeakLoop(uint64_t iterations);

// The SIMD target that it runs on.
const char* PeakTarget();

}  // namespace sinter::bench

#endif  // SINTER_BENCH_PEAK_H_
