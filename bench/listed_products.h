// The inner loops of sparse products alone: multiply-adds whose one factor is
// loaded from the first cache at a listed place, the other one broadcast.
#ifndef SINTER_BENCH_LISTED_PRODUCTS_H_
#define SINTER_BENCH_LISTED_PRODUCTS_H_

#include <cstdint>

namespace sinter::bench {

// Walk `rounds` times over a list of places, on the same SIMD target as
// generated code. At each place is the value of one row, multiplied with 8
// vectors, or the values of two, both multiplied with the same 4. Return the
// floating-point operations done.
uint64_t RunListedProducts1x8(uint64_t rounds);
uint64_t RunListedProducts2x4(uint64_t rounds);

}  // namespace sinter::bench

#endif  // SINTER_BENCH_LISTED_PRODUCTS_H_
