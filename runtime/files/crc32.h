// CRC-32, a checksum of files and data.
//
// It finds every error of up to 32 neighbouring bits, and all but one in 2^32
// of the others. It is no protection against intent.
#ifndef SINTER_RUNTIME_FILES_CRC32_H_
#define SINTER_RUNTIME_FILES_CRC32_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace sinter::runtime {

// The polynomial of ISO 3309, as zlib's crc32.
class Crc32 {
 public:
  void Add(std::span<const std::byte> bytes);
  void Add(std::string_view text) { Add(std::as_bytes(std::span(text))); }
  // Eight lower-case hexadecimal digits.
  std::string Text() const;

 private:
  uint32_t sum_ = 0;
};

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_FILES_CRC32_H_
