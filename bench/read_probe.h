// How fast memory is read: a loop of nothing but vector loads.
#ifndef SINTER_BENCH_READ_PROBE_H_
#define SINTER_BENCH_READ_PROBE_H_

#include <cstddef>

namespace sinter::bench {

// Reads `count` floats (a multiple of 128) from `data`, aligned to 64 bytes,
// front to back, on the same SIMD target as generated code. Returns a value
// that depends on all of them.
float ReadAll(const float* data, size_t count);

}  // namespace sinter::bench

#endif  // SINTER_BENCH_READ_PROBE_H_
