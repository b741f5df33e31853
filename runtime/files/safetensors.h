// The header of a safetensors file, of which this program writes and accepts:
//
//   8 bytes   length of the header, little-endian
//   header    JSON: {"__metadata__": {text: text, ...},
//                    name: {"dtype": "F32", "shape": [..],
//                           "data_offsets": [begin, end]}, ...}
//             padded with spaces so that the data begins at a multiple of 8
//   data      the tensors, row-major float32, little-endian; offsets count from
//             here
//
// The header of a file from elsewhere is trusted with nothing: lengths, JSON,
// types and offsets are checked, tensors must fill the data exactly, without
// gap and overlap, and no name may come twice.
#ifndef SINTER_RUNTIME_FILES_SAFETENSORS_H_
#define SINTER_RUNTIME_FILES_SAFETENSORS_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "runtime/engine/status.h"
#include "runtime/files/input_file.h"

namespace sinter::runtime {

using SafetensorsMetadata = std::map<std::string, std::string>;

struct SafetensorsEntry {
  std::string name;
  std::vector<uint64_t> shape;
  uint64_t begin = 0;  // bytes from the start of the data
  uint64_t end = 0;
};

struct SafetensorsHeader {
  SafetensorsMetadata metadata;
  std::vector<SafetensorsEntry> entries;  // by place in the data
  uint64_t data_offset = 0;               // from the start of the file
};

// The first bytes of a file with tensors of these names and shapes, whose data
// follow in the order given; `begin` and `end` of the entries are not read.
// Names and metadata are printable ASCII without quotes and backslashes.
std::string FormatSafetensorsHeader(
    const SafetensorsMetadata& metadata,
    const std::vector<SafetensorsEntry>& entries);

// Reads and checks the header.
StatusOr<SafetensorsHeader> ReadSafetensorsHeader(const InputFile& file);

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_FILES_SAFETENSORS_H_
