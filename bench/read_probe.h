// How fast memory is read, and read and written: loops of nothing but vector
// loads and stores.
#ifndef SINTER_BENCH_READ_PROBE_H_
#define SINTER_BENCH_READ_PROBE_H_

#include <cstddef>

namespace sinter::bench {

// Reads `count` floats (a multiple of 128) from `data`, aligned to 64 bytes,
// front to back, `times` times, on the same SIMD target as generated code.
// Returns a value that depends on all of them: after a short read it takes
// longer than the read itself, so that what is small has to be read many times.
float ReadAll(const float* data, size_t count, size_t times);

// Reads, changes and writes as many, once.
void ScaleAll(float* data, size_t count);

}  // namespace sinter::bench

#endif  // SINTER_BENCH_READ_PROBE_H_
