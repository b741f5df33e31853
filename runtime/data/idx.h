// The IDX format of arrays, in which MNIST comes.
//
//   byte 0, 1   0
//   byte 2      element type: 0x08 uint8, 0x09 int8, 0x0b int16, 0x0c int32,
//               0x0d float32, 0x0e float64
//   byte 3      number of dimensions
//   then        each dimension, 32 bits, big-endian
//   then        the elements, row-major, big-endian, up to the end of the file
#ifndef SINTER_RUNTIME_DATA_IDX_H_
#define SINTER_RUNTIME_DATA_IDX_H_

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/data/array_file.h"
#include "runtime/data/array_header.h"
#include "runtime/data/file_reader.h"
#include "runtime/engine/memory.h"
#include "runtime/engine/model.h"
#include "runtime/engine/status.h"

namespace sinter::runtime {

inline constexpr std::string_view kIdxMagic("\0\0", 2);

// Reads what follows the magic, up to the first element. Whether the file is
// long enough is not checked here.
StatusOr<ArrayHeader> ReadIdxHeader(FileReader& reader);

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_DATA_IDX_H_
