// Code points in UTF-8 text that is known to be valid.
#ifndef SINTER_COMPILER_SPEC_UTF8_H_
#define SINTER_COMPILER_SPEC_UTF8_H_

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace sinter {

constexpr bool IsContinuationByte(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

constexpr size_t CountCodePoints(std::string_view text) {
  return text.size() -
         std::count_if(text.begin(), text.end(), IsContinuationByte);
}

// Bytes of the first `count` code points, or all of them.
constexpr size_t BytesOfCodePoints(std::string_view text, size_t count) {
  size_t byte = 0;
  for (; byte < text.size(); ++byte) {
    if (!IsContinuationByte(text[byte]) && count-- == 0) break;
  }
  return byte;
}

}  // namespace sinter

#endif  // SINTER_COMPILER_SPEC_UTF8_H_
