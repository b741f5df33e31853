// The words of a spec: how each enumerator is written in YAML, and what may
// serve as a name in generated C++.
#ifndef SINTER_COMPILER_SPEC_NAMES_H_
#define SINTER_COMPILER_SPEC_NAMES_H_

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "compiler/spec/model_spec.h"

namespace sinter {

inline constexpr std::array<std::string_view, 6> kInitializerNames = {
    "glorot_uniform", "glorot_normal", "he_uniform",
    "he_normal",      "zeros",         "ones"};
inline constexpr std::array<std::string_view, 2> kElementTypeNames = {
    "uint8", "float32"};
inline constexpr std::array<std::string_view, 3> kDataFormatNames = {
    "idx", "npy", "csv"};
inline constexpr std::array<std::string_view, 3> kSeparatorNames = {
    "comma", "semicolon", "tab"};
inline constexpr std::array<std::string_view, 3> kSparsityNames = {
    "auto", "dense", "sparse"};
inline constexpr std::array<std::string_view, 2> kPaddingNames = {"valid",
                                                                  "same"};
inline constexpr std::array<std::string_view, 3> kFlipModeNames = {
    "horizontal", "vertical", "horizontal_and_vertical"};
inline constexpr std::array<std::string_view, 4> kFillModeNames = {
    "constant", "reflect", "wrap", "nearest"};
inline constexpr std::array<std::string_view, 2> kInterpolationNames = {
    "nearest", "bilinear"};

// In the order of the enumerators.
constexpr std::span<const std::string_view> NamesOf(Initializer) {
  return kInitializerNames;
}
constexpr std::span<const std::string_view> NamesOf(ElementType) {
  return kElementTypeNames;
}
constexpr std::span<const std::string_view> NamesOf(DataFormat) {
  return kDataFormatNames;
}
constexpr std::span<const std::string_view> NamesOf(Separator) {
  return kSeparatorNames;
}
constexpr std::span<const std::string_view> NamesOf(Sparsity) {
  return kSparsityNames;
}
constexpr std::span<const std::string_view> NamesOf(Padding) {
  return kPaddingNames;
}
constexpr std::span<const std::string_view> NamesOf(FlipMode) {
  return kFlipModeNames;
}
constexpr std::span<const std::string_view> NamesOf(FillMode) {
  return kFillModeNames;
}
constexpr std::span<const std::string_view> NamesOf(Interpolation) {
  return kInterpolationNames;
}

// The word for a value of one of the enumerations above: "relu".
template <typename Enum>
constexpr std::string_view NameOf(Enum value) {
  return NamesOf(value)[static_cast<size_t>(value)];
}

// "Dense", "rmsprop": the `type` of a layer or an optimizer.
std::string_view TypeName(const AnyLayer& layer);
std::string_view TypeName(const OptimizerSpec& optimizer);

inline constexpr size_t kLongestName = 64;

// Why `name` cannot be a C++ name of ours ("is a C++ keyword"), or "" if it
// can: an identifier of at most kLongestName ASCII characters, no keyword of
// C++20, no leading underscore, no double underscore.
std::string_view WhyNotIdentifier(std::string_view name);

// The same for a model, whose name also becomes a namespace and the name of two
// files beside main.cc.
std::string_view WhyNotModelName(std::string_view name);

// `text` with single underscores for its hyphens, points, blanks and
// underscores, none at its beginning: "my-net" -> "my_net". "" if it holds
// anything else that is in no identifier.
std::string CloseIdentifier(std::string_view text);

// Why `name` cannot be a data file's name, or "" if it can: a relative path
// without "..", of ASCII letters, digits and . _ + - / only, so that it stands
// in C++ and on a terminal as it is.
std::string_view WhyNotFileName(std::string_view name);

// Why `name` cannot be the name of a table's column or of a class, or "" if it
// can: 1 to 128 printable ASCII characters, no quote and no backslash, so that
// it stands in C++ and in YAML as it is.
std::string_view WhyNotColumnName(std::string_view name);

}  // namespace sinter

#endif  // SINTER_COMPILER_SPEC_NAMES_H_
