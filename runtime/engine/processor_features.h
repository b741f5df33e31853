// Instructions that not every processor has.
//
// A program that was compiled for one processor (-march=native) ends on a
// lesser one with "Illegal instruction". To say what is missing instead, the
// model's file records what its compiler was allowed to use
// (compiled_features.h), and the runtime, which is compiled for every
// processor, compares.
//
// A set of features is a bit mask; bit i stands for row i of the table.
#ifndef SINTER_RUNTIME_ENGINE_PROCESSOR_FEATURES_H_
#define SINTER_RUNTIME_ENGINE_PROCESSOR_FEATURES_H_

#include <cstdint>

// FEATURE(macro, name, place...) for each: `macro` is what compilers define if
// they may use it. The place on x86: CPUID leaf, subleaf, register, bit, and
// the registers that the system must save (0, kYmm or kZmm). On ARM: which of
// the two words of hardware capabilities, and its bit.
#if defined(__x86_64__)
#define SINTER_PROCESSOR_FEATURES(FEATURE)                              \
  FEATURE(__SSE3__, "SSE3", 1, 0, kEcx, 0, 0)                           \
  FEATURE(__PCLMUL__, "PCLMULQDQ", 1, 0, kEcx, 1, 0)                    \
  FEATURE(__SSSE3__, "SSSE3", 1, 0, kEcx, 9, 0)                         \
  FEATURE(__FMA__, "FMA", 1, 0, kEcx, 12, kYmm)                         \
  FEATURE(__SSE4_1__, "SSE4.1", 1, 0, kEcx, 19, 0)                      \
  FEATURE(__SSE4_2__, "SSE4.2", 1, 0, kEcx, 20, 0)                      \
  FEATURE(__MOVBE__, "MOVBE", 1, 0, kEcx, 22, 0)                        \
  FEATURE(__POPCNT__, "POPCNT", 1, 0, kEcx, 23, 0)                      \
  FEATURE(__AES__, "AES", 1, 0, kEcx, 25, 0)                            \
  FEATURE(__AVX__, "AVX", 1, 0, kEcx, 28, kYmm)                         \
  FEATURE(__F16C__, "F16C", 1, 0, kEcx, 29, kYmm)                       \
  FEATURE(__BMI__, "BMI", 7, 0, kEbx, 3, 0)                             \
  FEATURE(__AVX2__, "AVX2", 7, 0, kEbx, 5, kYmm)                        \
  FEATURE(__BMI2__, "BMI2", 7, 0, kEbx, 8, 0)                           \
  FEATURE(__AVX512F__, "AVX512F", 7, 0, kEbx, 16, kZmm)                 \
  FEATURE(__AVX512DQ__, "AVX512DQ", 7, 0, kEbx, 17, kZmm)               \
  FEATURE(__ADX__, "ADX", 7, 0, kEbx, 19, 0)                            \
  FEATURE(__AVX512IFMA__, "AVX512IFMA", 7, 0, kEbx, 21, kZmm)           \
  FEATURE(__AVX512CD__, "AVX512CD", 7, 0, kEbx, 28, kZmm)               \
  FEATURE(__SHA__, "SHA", 7, 0, kEbx, 29, 0)                            \
  FEATURE(__AVX512BW__, "AVX512BW", 7, 0, kEbx, 30, kZmm)               \
  FEATURE(__AVX512VL__, "AVX512VL", 7, 0, kEbx, 31, kZmm)               \
  FEATURE(__AVX512VBMI__, "AVX512VBMI", 7, 0, kEcx, 1, kZmm)            \
  FEATURE(__AVX512VBMI2__, "AVX512VBMI2", 7, 0, kEcx, 6, kZmm)          \
  FEATURE(__GFNI__, "GFNI", 7, 0, kEcx, 8, 0)                           \
  FEATURE(__VAES__, "VAES", 7, 0, kEcx, 9, kYmm)                        \
  FEATURE(__VPCLMULQDQ__, "VPCLMULQDQ", 7, 0, kEcx, 10, kYmm)           \
  FEATURE(__AVX512VNNI__, "AVX512VNNI", 7, 0, kEcx, 11, kZmm)           \
  FEATURE(__AVX512BITALG__, "AVX512BITALG", 7, 0, kEcx, 12, kZmm)       \
  FEATURE(__AVX512VPOPCNTDQ__, "AVX512VPOPCNTDQ", 7, 0, kEcx, 14, kZmm) \
  FEATURE(__AVX512FP16__, "AVX512FP16", 7, 0, kEdx, 23, kZmm)           \
  FEATURE(__AVXVNNI__, "AVXVNNI", 7, 1, kEax, 4, kYmm)                  \
  FEATURE(__AVX512BF16__, "AVX512BF16", 7, 1, kEax, 5, kZmm)            \
  FEATURE(__LZCNT__, "LZCNT", 0x80000001, 0, kEcx, 5, 0)
#elif defined(__aarch64__)
#define SINTER_PROCESSOR_FEATURES(FEATURE)                     \
  FEATURE(__ARM_FEATURE_AES, "AES", 1, 3)                      \
  FEATURE(__ARM_FEATURE_CRC32, "CRC32", 1, 7)                  \
  FEATURE(__ARM_FEATURE_ATOMICS, "LSE", 1, 8)                  \
  FEATURE(__ARM_FEATURE_FP16_VECTOR_ARITHMETIC, "FP16", 1, 10) \
  FEATURE(__ARM_FEATURE_DOTPROD, "DotProd", 1, 20)             \
  FEATURE(__ARM_FEATURE_SVE, "SVE", 1, 22)                     \
  FEATURE(__ARM_FEATURE_SVE2, "SVE2", 2, 1)                    \
  FEATURE(__ARM_FEATURE_MATMUL_INT8, "I8MM", 2, 13)            \
  FEATURE(__ARM_FEATURE_BF16, "BF16", 2, 14)
#else
#define SINTER_PROCESSOR_FEATURES(FEATURE)
#endif

namespace sinter::runtime {

// Those that this processor has and this system lets programs use.
uint64_t ProcessorFeatures();

// Whether `has` holds all that the program `name` needs. If not, says on stderr
// what is missing.
//
// It is the first thing that a program does, and calls neither templates nor
// inline functions: of those the linker keeps one copy, which may be that of
// the model's file, with the very instructions that this is about.
bool CheckProcessor(const char* name, uint64_t needs, uint64_t has);

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_ENGINE_PROCESSOR_FEATURES_H_
