#include "compiler/spec/numbers.h"

#include <algorithm>
#include <cassert>
#include <charconv>
#include <cmath>
#include <system_error>

#include "llvm/ADT/StringExtras.h"

namespace sinter {
namespace {

size_t CountDigits(std::string_view text) {
  return static_cast<size_t>(std::ranges::find_if_not(text, llvm::isDigit) -
                             text.begin());
}

bool HasLeadingZero(std::string_view unsigned_text) {
  return unsigned_text.size() > 1 && unsigned_text[0] == '0' &&
         llvm::isDigit(unsigned_text[1]);
}

std::string_view WithoutSign(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  return text;
}

// Digits with at most one point and an optional exponent; at least one digit
// before the exponent.
bool IsDecimal(std::string_view text) {
  const size_t whole = CountDigits(text);
  text.remove_prefix(whole);
  size_t fraction = 0;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    fraction = CountDigits(text);
    text.remove_prefix(fraction);
  }
  if (whole + fraction == 0) return false;
  if (text.empty()) return true;
  if (text[0] != 'e' && text[0] != 'E') return false;
  text.remove_prefix(1);
  if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() && CountDigits(text) == text.size();
}

bool IsNotFinite(std::string_view unsigned_text) {
  std::string lower;
  for (char c : unsigned_text) lower += llvm::toLower(c);
  return lower == ".inf" || lower == ".nan" || lower == "inf" ||
         lower == "nan" || lower == "infinity";
}

ParsedNumber<double> ParseDecimal(std::string_view text) {
  const std::string_view unsigned_text = WithoutSign(text);
  if (IsNotFinite(unsigned_text)) return {0, NumberError::kNotFinite};
  if (!IsDecimal(unsigned_text)) return {0, NumberError::kNotANumber};
  if (HasLeadingZero(unsigned_text)) return {0, NumberError::kLeadingZero};
  double value = 0;
  const std::from_chars_result result =
      std::from_chars(text.data(), text.data() + text.size(), value);
  assert(result.ptr == text.data() + text.size());
  if (result.ec != std::errc()) return {0, NumberError::kNotRepresentable};
  return {value, NumberError::kNone};
}

}  // namespace

ParsedNumber<int64_t> ParseInteger(std::string_view text) {
  const std::string_view digits = WithoutSign(text);
  if (digits.empty() || CountDigits(digits) != digits.size()) {
    return {0, NumberError::kNotANumber};
  }
  if (HasLeadingZero(digits)) return {0, NumberError::kLeadingZero};
  int64_t value = 0;
  const std::from_chars_result result =
      std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc()) return {0, NumberError::kNotRepresentable};
  return {value, NumberError::kNone};
}

ParsedNumber<double> ParseReal(std::string_view text) {
  const size_t slash = text.find('/');
  if (slash == std::string_view::npos) return ParseDecimal(text);
  const ParsedNumber<double> numerator = ParseDecimal(text.substr(0, slash));
  if (numerator.error != NumberError::kNone) return numerator;
  const ParsedNumber<double> denominator = ParseDecimal(text.substr(slash + 1));
  if (denominator.error != NumberError::kNone) return denominator;
  if (denominator.value == 0) return {0, NumberError::kDivisionByZero};
  const double quotient = numerator.value / denominator.value;
  const bool lost =
      !std::isfinite(quotient) || (quotient == 0 && numerator.value != 0);
  return {quotient, lost ? NumberError::kNotRepresentable : NumberError::kNone};
}

std::string FormatReal(double value) {
  assert(std::isfinite(value));
  char buffer[32];
  const std::to_chars_result result =
      std::to_chars(buffer, buffer + sizeof(buffer), value);
  std::string text(buffer, result.ptr);
  // YAML 1.1 readers take 1e-07 for a string and 1.0e-07 for a number.
  if (text.find('.') == std::string::npos) {
    text.insert(std::min(text.find('e'), text.size()), ".0");
  }
  return text;
}

}  // namespace sinter
