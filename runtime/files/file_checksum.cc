#include "runtime/files/file_checksum.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <span>
#include <vector>

namespace sinter::runtime {
namespace {

constexpr size_t kBlockBytes = 256 * 1024;

// As FormatSafetensorsHeader writes it.
std::string Field(const std::string& checksum) {
  return fmt::format("\"{}\":\"{}\"", kChecksumKey, checksum);
}

// Replaces the checksum in the text of a header. False if it does not stand
// there exactly once, in the one way that it is written.
bool Replace(const std::string& from, const std::string& to,
             std::string& header) {
  const size_t place = header.find(Field(from));
  if (place == std::string::npos || from.size() != to.size() ||
      header.find(Field(from), place + 1) != std::string::npos) {
    return false;
  }
  const std::string field = Field(to);
  header.replace(place, field.size(), field);
  return true;
}

}  // namespace

void PlaceChecksum(const Crc32& sum, std::string& header) {
  [[maybe_unused]] const bool placed = Replace(kNoChecksum, sum.Text(), header);
  assert(placed);
}

Status CheckFileChecksum(const InputFile& file, uint64_t data_offset,
                         const std::string& checksum) {
  std::string header(data_offset, '\0');
  Status status = file.ReadAt(0, header.data(), header.size());
  if (!status.ok()) return status;
  if (!Replace(checksum, kNoChecksum, header)) {
    return file.Error("its checksum cannot be read: the file is damaged");
  }
  Crc32 sum;
  sum.Add(header);
  std::vector<std::byte> block(
      std::min<uint64_t>(kBlockBytes, file.size - data_offset));
  for (uint64_t place = data_offset; place < file.size;) {
    const size_t count = std::min<uint64_t>(block.size(), file.size - place);
    status = file.ReadAt(place, block.data(), count);
    if (!status.ok()) return status;
    sum.Add(std::span(block).first(count));
    place += count;
  }
  if (sum.Text() == checksum) return Status();
  return file.Error(fmt::format(
      "its checksum is {}, that of its content {}: the file is damaged",
      checksum, sum.Text()));
}

}  // namespace sinter::runtime
