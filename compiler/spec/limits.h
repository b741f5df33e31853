// Bounds that every checked spec keeps.
#ifndef SINTER_COMPILER_SPEC_LIMITS_H_
#define SINTER_COMPILER_SPEC_LIMITS_H_

#include <cstddef>
#include <cstdint>

namespace sinter {

// Elements of one tensor, batch included: below 2^31, so that 32-bit indices
// suffice.
inline constexpr int64_t kMostElements = (int64_t{1} << 31) - 1;
inline constexpr size_t kMostDimensions = 8;
// Rows or columns of a window, a stride or a dilation.
inline constexpr int64_t kMostWindow = 65536;
// Compiling as many of any kind takes less than 2 s and 256 MiB.
inline constexpr size_t kMostLayers = 100;
inline constexpr size_t kMostLayerInputs = 64;
// Of all layers together: each may become an op, and ops that fuse take time
// that grows with the square of their number.
inline constexpr size_t kMostInputs = 400;
// The program has room for so many (runtime/engine/model.h).
inline constexpr size_t kMostMetrics = 16;
// The inputs of a model, and its outputs.
inline constexpr size_t kMostModelArrays = 8;
// That a spec names, of a table, or names of classes.
inline constexpr size_t kMostColumns = 4096;
// Values of an output that is compared with values.
inline constexpr int64_t kMostValues = 1 << 20;
// A class alone is always right.
inline constexpr int64_t kFewestClasses = 2;
// Labels are uint8.
inline constexpr int64_t kMostClasses = 256;

}  // namespace sinter

#endif  // SINTER_COMPILER_SPEC_LIMITS_H_
