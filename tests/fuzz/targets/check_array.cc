#include "tests/fuzz/targets/check_array.h"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/data/array_elements.h"
#include "runtime/data/array_file.h"
#include "runtime/engine/model.h"
#include "tests/fuzz/targets/gzip.h"
#include "tests/fuzz/targets/memory_file.h"
#include "tests/fuzz/targets/require.h"

namespace sinter {
namespace {

using runtime::ElementType;

struct Array {
  std::vector<uint32_t> shape;
  std::string bytes;
  bool operator==(const Array&) const = default;
};

uint64_t BytesOf(const runtime::ArrayFile& file, ElementType type) {
  uint64_t bytes = runtime::BytesOf(type);
  for (const uint32_t dimension : file.shape()) bytes *= dimension;
  return bytes;
}

std::optional<Array> Read(std::string_view content, ElementType type) {
  const MemoryFile memory(content);
  const runtime::StatusOr<std::unique_ptr<runtime::ArrayFile>> file =
      runtime::OpenArrayFile(memory.path());
  if (!file.ok()) return std::nullopt;
  const runtime::StatusOr<runtime::ByteBuffer> elements = (*file)->Read(type);
  if (!elements.ok()) return std::nullopt;
  Require(elements->size() == BytesOf(**file, type),
          "all elements, and no more");
  return Array{
      (*file)->shape(),
      {reinterpret_cast<const char*>(elements->data()), elements->size()}};
}

std::optional<Array> ReadBoth(std::string_view content, ElementType type) {
  const std::optional<Array> plain = Read(content, type);
  const std::optional<Array> packed = Read(Pack(content), type);
  if (IsPacked(content)) {
    Require(!packed, "gzip in gzip is no array");
  } else {
    Require(plain == packed, "gzip changes nothing");
  }
  return plain;
}

}  // namespace

void CheckArray(std::string_view content) {
  const std::optional<Array> integers = ReadBoth(content, ElementType::kUint8);
  const std::optional<Array> floats = ReadBoth(content, ElementType::kFloat32);
  if (!integers) return;
  Require(floats && floats->shape == integers->shape,
          "what is read as uint8 is read as float32");
  for (size_t i = 0; i < integers->bytes.size(); ++i) {
    float value;
    std::memcpy(&value, floats->bytes.data() + i * sizeof(value),
                sizeof(value));
    Require(value == static_cast<unsigned char>(integers->bytes[i]),
            "elements are the same as uint8 and as float32");
  }
}

}  // namespace sinter
