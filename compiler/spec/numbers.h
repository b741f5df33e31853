// Numbers as a spec writes them: decimal, without the surprises of YAML 1.1
// (012, 0x1F, 1_000, 190:20:30). Nothing here looks at the locale.
#ifndef SINTER_COMPILER_SPEC_NUMBERS_H_
#define SINTER_COMPILER_SPEC_NUMBERS_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace sinter {

enum class NumberError {
  kNone,
  kNotANumber,
  kLeadingZero,
  kNotRepresentable,
  kNotFinite,
  kDivisionByZero
};

template <typename T>
struct ParsedNumber {
  T value = 0;
  NumberError error = NumberError::kNone;
};

// -?(0|[1-9][0-9]*)
ParsedNumber<int64_t> ParseInteger(std::string_view text);

// A decimal number ("0.5", "1e-7", "-3", ".5") or a fraction of two of them
// ("1/255"), correctly rounded to double.
ParsedNumber<double> ParseReal(std::string_view text);

// The shortest decimal text that ParseReal reads back as `value` (finite),
// always with a point: "0.001", "1.0e-07".
std::string FormatReal(double value);

}  // namespace sinter

#endif  // SINTER_COMPILER_SPEC_NUMBERS_H_
