#include "runtime/data/array_header.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace sinter::runtime {
namespace {

struct StoredTypeInfo {
  const char* name;
  size_t bytes;
};

// In the order of StoredType.
constexpr StoredTypeInfo kStoredTypes[] = {
    {"bool", 1},   {"int8", 1},    {"uint8", 1},   {"int16", 2},
    {"uint16", 2}, {"int32", 4},   {"uint32", 4},  {"int64", 8},
    {"uint64", 8}, {"float16", 2}, {"float32", 4}, {"float64", 8}};

const StoredTypeInfo& InfoOf(StoredType type) {
  return kStoredTypes[static_cast<size_t>(type)];
}

}  // namespace

const char* StoredTypeName(StoredType type) { return InfoOf(type).name; }

size_t StoredTypeBytes(StoredType type) { return InfoOf(type).bytes; }

std::string ShapeText(const std::vector<uint32_t>& shape) {
  return fmt::format("({}{})", fmt::join(shape, ", "),
                     shape.size() == 1 ? "," : "");
}

std::string ElementPlace(std::span<const uint32_t> shape, uint64_t element) {
  std::vector<uint32_t> place(shape.size());
  for (size_t i = shape.size(); i-- > 0; element /= shape[i]) {
    place[i] = static_cast<uint32_t>(element % shape[i]);
  }
  return ShapeText(place);
}

Status ReadHeaderBytes(FileReader& reader, const char* format,
                       std::span<std::byte> out) {
  const StatusOr<size_t> got = reader.Read(out);
  if (!got.ok()) return got.status();
  if (*got == out.size()) return Status();
  return ArrayError(reader,
                    fmt::format("the file ends within the {} header", format));
}

Status ArrayError(const FileReader& reader, const std::string& reason) {
  return FileError(fmt::format("{}: {}", reader.path(), reason));
}

}  // namespace sinter::runtime
