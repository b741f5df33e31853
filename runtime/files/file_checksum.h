// The checksum of the safetensors files that this program writes; what it
// covers is said in tensor_file.h.
#ifndef SINTER_RUNTIME_FILES_FILE_CHECKSUM_H_
#define SINTER_RUNTIME_FILES_FILE_CHECKSUM_H_

#include <cstdint>
#include <string>

#include "runtime/engine/status.h"
#include "runtime/files/crc32.h"
#include "runtime/files/input_file.h"

namespace sinter::runtime {

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
