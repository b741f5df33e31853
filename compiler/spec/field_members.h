// Writes a SpecField's `reference` for a member of its section's struct.
#ifndef SINTER_COMPILER_SPEC_FIELD_MEMBERS_H_
#define SINTER_COMPILER_SPEC_FIELD_MEMBERS_H_

#include <algorithm>
#include <array>
#include <cstddef>

#include "compiler/spec/fields.h"

namespace sinter {

template <typename Owner, auto kMember>
FieldReference Member(void* object) {
  return &(static_cast<Owner*>(object)->*kMember);
}

// The same for a member that needs more than its type to be read: names, file
// names.
template <typename Owner, auto kMember, typename Reference>
FieldReference MemberAs(void* object) {
  return Reference{&(static_cast<Owner*>(object)->*kMember)};
}

template <typename Owner, auto kMember, bool kMayInfer>
FieldReference ShapeMember(void* object) {
  return Shape{&(static_cast<Owner*>(object)->*kMember), kMayInfer};
}

template <typename Owner, auto kMember>
FieldReference PairMember(void* object) {
  return SizePair{&(static_cast<Owner*>(object)->*kMember)};
}

template <typename Owner, auto kMember>
FieldReference BordersMember(void* object) {
  return Borders{&(static_cast<Owner*>(object)->*kMember)};
}

constexpr Range FromTo(double low, double high) { return {low, high}; }
constexpr Range AtLeast(double low) { return {.low = low}; }
constexpr Range Above(double low) { return {.low = low, .low_is_open = true}; }
// A layer's own fields and those that it shares with others, in this order.
template <size_t... kCounts>
constexpr std::array<SpecField, (kCounts + ...)> JoinFields(
    const std::array<SpecField, kCounts>&... parts) {
  std::array<SpecField, (kCounts + ...)> fields = {};
  auto end = fields.begin();
  ((end = std::ranges::copy(parts, end).out), ...);
  return fields;
}

// [0, 1)
inline constexpr Range kBelowOne = {.low = 0, .high = 1, .high_is_open = true};
inline constexpr Range kAny;

}  // namespace sinter

#endif  // SINTER_COMPILER_SPEC_FIELD_MEMBERS_H_
