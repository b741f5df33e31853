// A source that includes itself for each SIMD target may be compiled in two
// parts, which takes two processors half the time: once with -DSINTER_PART=0
// and once with -DSINTER_PART=1. Together they are what it is without.
//
//   SINTER_TARGET_IS_HERE  whether this part has the code for HWY_TARGET; it
//                          declares the functions that the other one has
//   SINTER_ONCE            HWY_ONCE of the part that has all other code
//
// To be included before Highway.
#ifndef SINTER_RUNTIME_KERNELS_TARGET_PARTS_H_
#define SINTER_RUNTIME_KERNELS_TARGET_PARTS_H_

#ifdef SINTER_PART

// Targets are bits. Part 0 has half of them: on x86 AVX3 and SSSE3, which take
// as long as AVX2, SSE4 and SCALAR.
#define SINTER_TARGETS_OF_PART_0 0x0555555555555555
#define SINTER_TARGET_IS_HERE \
  (((HWY_TARGET & SINTER_TARGETS_OF_PART_0) != 0) == (SINTER_PART == 0))
#define SINTER_ONCE (HWY_ONCE && SINTER_PART == 0)

// Part 1 need not even read them.
#if SINTER_PART == 1 && !defined(HWY_DISABLED_TARGETS)
#define HWY_DISABLED_TARGETS SINTER_TARGETS_OF_PART_0
#endif

#else

#define SINTER_TARGET_IS_HERE 1
#define SINTER_ONCE HWY_ONCE

#endif  // SINTER_PART

#endif  // SINTER_RUNTIME_KERNELS_TARGET_PARTS_H_
