// What the header of a file with an array says, whatever the format.
#ifndef SINTER_RUNTIME_DATA_ARRAY_HEADER_H_
#define SINTER_RUNTIME_DATA_ARRAY_HEADER_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "runtime/data/file_reader.h"
#include "runtime/engine/model.h"
#include "runtime/engine/status.h"

namespace sinter::runtime {

// What elements may be in a file.
enum class StoredType : uint8_t {
  kBool,
  kInt8,
  kUint8,
  kInt16,
  kUint16,
  kInt32,
  kUint32,
  kInt64,
  kUint64,
  kFloat16,
  kFloat32,
  kFloat64
};

// NumPy's names: "bool", "uint8", "float64".
const char* StoredTypeName(StoredType type);
size_t StoredTypeBytes(StoredType type);

struct ArrayHeader {
  StoredType type = StoredType::kUint8;
  bool is_big_endian = false;
  std::vector<uint32_t> shape;  // at least one dimension
};

// "(60000, 28, 28)", "(60000,)"; as Python writes a shape.
std::string ShapeText(const std::vector<uint32_t>& shape);

// Place `element`, counted row-major, in an array of this shape: "(2, 3)".
std::string ElementPlace(std::span<const uint32_t> shape, uint64_t element);

// Fills `out` with the next bytes of the header of a `format` file, "IDX".
Status ReadHeaderBytes(FileReader& reader, const char* format,
                       std::span<std::byte> out);

// "path: reason".
Status ArrayError(const FileReader& reader, const std::string& reason);

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_DATA_ARRAY_HEADER_H_
