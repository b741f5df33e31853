// The checksum of the safetensors files that this program writes; what it
// covers is said in tensor_file.h.
//
// CRC-32 finds every error of up to 32 neighbouring bits, and all but one in
// 2^32 of the others. It is no protection against intent.
#ifndef SINTER_RUNTIME_FILES_FILE_CHECKSUM_H_
#define SINTER_RUNTIME_FILES_FILE_CHECKSUM_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "runtime/engine/status.h"
#include "runtime/files/input_file.h"

namespace sinter::runtime {

// The polynomial of ISO 3309, as zlib's crc32.
class Crc32 {
 public:
  void Add(std::span<const std::byte> bytes);
  void Add(std::string_view text) { Add(std::as_bytes(std::span(text))); }
  // Eight lower-case hexadecimal digits.
  std::string Text() const;

 private:
  unsigned long sum_ = 0;
};

// The metadata's key, and the digits that stand for the checksum in the sum.
inline constexpr const char* kChecksumKey = "crc32";
inline constexpr const char* kNoChecksum = "00000000";

// Puts the digits into a header that has kNoChecksum there.
void PlaceChecksum(const Crc32& sum, std::string& header);

// Whether `checksum`, as the header has it, is the file's. The header ends at
// `data_offset`.
Status CheckFileChecksum(const InputFile& file, uint64_t data_offset,
                         const std::string& checksum);

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_FILES_FILE_CHECKSUM_H_
