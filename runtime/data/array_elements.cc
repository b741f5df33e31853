#include "runtime/data/array_elements.h"

#include <fmt/format.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <tuple>
#include <type_traits>
#include <utility>

namespace sinter::runtime {
namespace {

struct StoredBool {
  uint8_t bits;
};
struct StoredHalf {
  uint16_t bits;
};

template <size_t bytes>
using BitsOf = std::conditional_t<
    bytes == 1, uint8_t,
    std::conditional_t<bytes == 2, uint16_t,
                       std::conditional_t<bytes == 4, uint32_t, uint64_t>>>;

template <typename Bits>
Bits SwapBytes(Bits bits) {
  if constexpr (sizeof(Bits) == 1) return bits;
  if constexpr (sizeof(Bits) == 2) return __builtin_bswap16(bits);
  if constexpr (sizeof(Bits) == 4) return __builtin_bswap32(bits);
  if constexpr (sizeof(Bits) == 8) return __builtin_bswap64(bits);
}

float HalfToFloat(uint16_t half) {
  const uint32_t sign = uint32_t{half & 0x8000u} << 16;
  const uint32_t exponent = half >> 10 & 31;
  const uint32_t fraction = half & 1023;
  if (exponent == 0) {
    const float value = static_cast<float>(fraction) * 0x1p-24f;
    return sign != 0 ? -value : value;
  }
  const uint32_t wide = exponent == 31 ? 255 : exponent + (127 - 15);
  return std::bit_cast<float>(sign | wide << 23 | fraction << 13);
}

template <typename T>
auto ValueOf(T stored) {
  if constexpr (std::is_same_v<T, StoredBool>) {
    return stored.bits;
  } else if constexpr (std::is_same_v<T, StoredHalf>) {
    return HalfToFloat(stored.bits);
  } else {
    return stored;
  }
}

template <typename T>
auto LoadElement(const std::byte* data, bool swapped) {
  BitsOf<sizeof(T)> bits;
  std::memcpy(&bits, data, sizeof(bits));
  return ValueOf(std::bit_cast<T>(swapped ? SwapBytes(bits) : bits));
}

template <typename To, typename T, typename Value>
bool IsInRange(Value value) {
  if constexpr (std::is_same_v<T, StoredBool>) {
    return value <= 1;
  } else if constexpr (std::is_same_v<To, uint8_t> &&
                       std::is_integral_v<Value>) {
    return std::in_range<uint8_t>(value);
  } else if constexpr (std::is_same_v<T, double>) {
    return !(std::abs(value) >= kBeyondFloat32) || std::isinf(value);
  }
  return true;
}

template <typename To, typename T>
size_t Convert(const std::byte* in, bool swapped, size_t count,
               std::byte* out) {
  for (size_t i = 0; i < count; ++i) {
    const auto value = LoadElement<T>(in + i * sizeof(T), swapped);
    if (!IsInRange<To, T>(value)) return i;
    const To converted = static_cast<To>(value);
    std::memcpy(out + i * sizeof(To), &converted, sizeof(To));
  }
  return count;
}

// In the order of StoredType.
using StoredElementTypes =
    std::tuple<StoredBool, int8_t, uint8_t, int16_t, uint16_t, int32_t,
               uint32_t, int64_t, uint64_t, StoredHalf, float, double>;

// Calls `function` with an element of the type that `type` stands for.
template <size_t i = 0, typename Function>
auto WithStoredType(StoredType type, Function function) {
  if constexpr (i + 1 < std::tuple_size_v<StoredElementTypes>) {
    if (static_cast<size_t>(type) != i) {
      return WithStoredType<i + 1>(type, function);
    }
  }
  return function(std::tuple_element_t<i, StoredElementTypes>());
}

bool IsSwapped(const StoredElements& elements) {
  return elements.is_big_endian == (std::endian::native == std::endian::little);
}

}  // namespace

bool IsConvertible(StoredType from, ElementType to) {
  return to == ElementType::kFloat32 || from < StoredType::kFloat16;
}

bool IsSameType(StoredType from, ElementType to) {
  return from == (to == ElementType::kUint8 ? StoredType::kUint8
                                            : StoredType::kFloat32);
}

size_t ConvertElements(const StoredElements& from, size_t count, ElementType to,
                       std::byte* out) {
  return WithStoredType(from.type, [&](auto element) {
    using T = decltype(element);
    if (to == ElementType::kFloat32) {
      return Convert<float, T>(from.data, IsSwapped(from), count, out);
    }
    return Convert<uint8_t, T>(from.data, IsSwapped(from), count, out);
  });
}

std::string RangeError(const StoredElements& from, ElementType to) {
  const std::string value = WithStoredType(from.type, [&](auto element) {
    return fmt::format(
        "{}", LoadElement<decltype(element)>(from.data, IsSwapped(from)));
  });
  if (from.type == StoredType::kBool) return value + ", not 0 or 1";
  if (to == ElementType::kUint8) return value + ", not 0 to 255";
  return value + ", beyond the range of float32";
}

}  // namespace sinter::runtime
