// Numbers from text, whatever the locale.
#ifndef SINTER_RUNTIME_ENGINE_PARSE_NUMBER_H_
#define SINTER_RUNTIME_ENGINE_PARSE_NUMBER_H_

#include <charconv>
#include <string_view>
#include <system_error>

namespace sinter::runtime {

// Fills `value` if all of `text` is a decimal number from `least` to `most`.
template <typename T>
bool ParseNumber(std::string_view text, T least, T most, T& value) {
  T parsed{};
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, parsed);
  // Written so that not-a-number fails.
  if (error != std::errc() || rest != end || !(parsed >= least) ||
      !(parsed <= most)) {
    return false;
  }
  value = parsed;
  return true;
}

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_ENGINE_PARSE_NUMBER_H_
