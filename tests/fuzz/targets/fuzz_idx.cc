// IDX files, plain and in gzip.
//
// Every input is read twice: as it is, and packed in gzip, whose checksum a
// fuzzer does not guess. An array is as long as its header says, and the same
// whether packed or not.
#include <zlib.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/data/idx.h"
#include "tests/fuzz/targets/memory_file.h"
#include "tests/fuzz/targets/require.h"

namespace sinter {
namespace {

constexpr int kGzipWindowBits = 15 + 16;

struct Array {
  std::vector<uint32_t> shape;
  std::string bytes;
  bool operator==(const Array&) const = default;
};

uint64_t BytesOf(const runtime::IdxFile& file) {
  uint64_t bytes = file.type() == runtime::ElementType::kUint8 ? 1 : 4;
  for (uint32_t dimension : file.shape()) bytes *= dimension;
  return bytes;
}

std::optional<Array> Read(std::string_view content) {
  const MemoryFile memory(content);
  runtime::StatusOr<runtime::IdxFile> file =
      runtime::IdxFile::Open(memory.path());
  if (!file.ok()) return std::nullopt;
  const runtime::StatusOr<runtime::ByteBuffer> elements = file->ReadElements();
  if (!elements.ok()) return std::nullopt;
  Require(elements->size() == BytesOf(*file), "all elements, and no more");
  return Array{
      file->shape(),
      {reinterpret_cast<const char*>(elements->data()), elements->size()}};
}

std::string Pack(std::string_view content) {
  z_stream stream = {};
  Require(deflateInit2(&stream, 1, Z_DEFLATED, kGzipWindowBits, 8,
                       Z_DEFAULT_STRATEGY) == Z_OK,
          "zlib packs");
  std::string packed(deflateBound(&stream, content.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
  stream.avail_in = static_cast<uInt>(content.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  Require(deflate(&stream, Z_FINISH) == Z_STREAM_END, "zlib packs it all");
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

}  // namespace
}  // namespace sinter

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view content(reinterpret_cast<const char*>(data), size);
  const std::optional<sinter::Array> plain = sinter::Read(content);
  const std::optional<sinter::Array> packed =
      sinter::Read(sinter::Pack(content));
  if (content.starts_with("\x1f\x8b")) {
    sinter::Require(!packed, "gzip in gzip is no IDX");
  } else {
    sinter::Require(plain == packed, "gzip changes nothing");
  }
  return 0;
}
