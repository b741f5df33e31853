// Elements of array files as elements of the model's types.
//
//   to float32  from every type, rounded to the nearest; infinity and NaN stay,
//               but a finite float64 may be too large
//   to uint8    from integers and bool, if it is 0 to 255
#ifndef SINTER_RUNTIME_DATA_ARRAY_ELEMENTS_H_
#define SINTER_RUNTIME_DATA_ARRAY_ELEMENTS_H_

#include <cstddef>
#include <string>

#include "runtime/data/array_header.h"
#include "runtime/engine/model.h"

namespace sinter::runtime {

// The smallest float64 that is rounded to infinity.
inline constexpr double kBeyondFloat32 = 0x1.ffffffp127;

// Whether there is such a conversion.
bool IsConvertible(StoredType from, ElementType to);

// Whether elements in a file are those in memory, but for their byte order.
bool IsSameType(StoredType from, ElementType to);

// Some elements as they stand in a file.
struct StoredElements {
  StoredType type;
  bool is_big_endian;
  const std::byte* data;  // of any alignment
};

// Converts the first `count` elements to `out`, which may be the same memory if
// the type is the same. Returns how many it converted: fewer if the next one is
// not in the range of `to`, or of its own type (a bool of 2).
size_t ConvertElements(const StoredElements& from, size_t count, ElementType to,
                       std::byte* out);

// "256, not 0 to 255": what is wrong with the first element.
std::string RangeError(const StoredElements& from, ElementType to);

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_DATA_ARRAY_ELEMENTS_H_
