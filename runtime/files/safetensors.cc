#include "runtime/files/safetensors.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstring>
#include <optional>
#include <string_view>
#include <utility>

#include "runtime/files/safetensors_parser.h"

namespace sinter::runtime {
namespace {

static_assert(std::endian::native == std::endian::little,
              "weights are written as they stand in memory");

constexpr size_t kLengthBytes = 8;

// The format allows headers of 100 MB, which would take several times that to
// read. One tensor needs about 100 bytes, so this is plenty.
constexpr uint64_t kMostHeaderBytes = 16 << 20;

[[maybe_unused]] bool IsPlainText(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return c >= ' ' && c <= '~' && c != '"' && c != '\\';
  });
}

std::string FormatMetadata(const SafetensorsMetadata& metadata) {
  std::string json;
  for (const auto& [key, value] : metadata) {
    assert(IsPlainText(key) && IsPlainText(value));
    json += fmt::format("{}\"{}\":\"{}\"", json.empty() ? "" : ",", key, value);
  }
  return fmt::format("\"__metadata__\":{{{}}}", json);
}

// Bytes of a float32 tensor; nothing if they cannot be counted in 64 bits.
std::optional<uint64_t> TensorBytes(const std::vector<uint64_t>& shape) {
  uint64_t bytes = sizeof(float);
  bool overflow = false;
  for (uint64_t dimension : shape) {
    overflow |= __builtin_mul_overflow(bytes, dimension, &bytes);
  }
  return overflow ? std::nullopt : std::optional(bytes);
}

Status CheckEntry(const InputFile& file, const SafetensorsEntry& entry) {
  if (entry.end < entry.begin ||
      TensorBytes(entry.shape) != entry.end - entry.begin) {
    return file.Error(fmt::format(
        "tensor '{}': data_offsets [{}, {}] do not fit "
        "shape [{}] of float32",
        entry.name, entry.begin, entry.end, fmt::join(entry.shape, ", ")));
  }
  return Status();
}

// Sorts the tensors by place and checks that they fill the data.
Status CheckPlaces(const InputFile& file, uint64_t data_bytes,
                   std::vector<SafetensorsEntry>& entries) {
  std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
    return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
  });
  uint64_t place = 0;
  for (const SafetensorsEntry& entry : entries) {
    if (entry.begin != place) {
      return file.Error(fmt::format(
          "tensor '{}' begins at byte {} of the "
          "data instead of {}: {}",
          entry.name, entry.begin, place,
          entry.begin < place ? "tensors overlap" : "there is a gap"));
    }
    place = entry.end;
  }
  if (place != data_bytes) {
    return file.Error(
        fmt::format("its tensors need {} bytes of data, the "
                    "file has {}",
                    place, data_bytes));
  }
  return Status();
}

// The length that the file begins with, checked against the file's size.
StatusOr<uint64_t> ReadHeaderLength(const InputFile& file) {
  uint64_t length = 0;
  if (file.size < kLengthBytes) {
    return file.Error("too short to be a safetensors file");
  }
  Status status = file.ReadAt(0, &length, sizeof(length));
  if (!status.ok()) return status;
  if (length > file.size - kLengthBytes || length > kMostHeaderBytes) {
    return file.Error(
        fmt::format("not a safetensors file, or cut off: its "
                    "header would have {} bytes",
                    length));
  }
  return length;
}

}  // namespace

std::string FormatSafetensorsHeader(
    const SafetensorsMetadata& metadata,
    const std::vector<SafetensorsEntry>& entries) {
  std::string json = FormatMetadata(metadata);
  uint64_t place = 0;
  for (const SafetensorsEntry& entry : entries) {
    assert(IsPlainText(entry.name));
    const uint64_t end = place + TensorBytes(entry.shape).value();
    json += fmt::format(
        ",\"{}\":{{\"dtype\":\"F32\",\"shape\":[{}],\"data_offsets\":[{},{}]}}",
        entry.name, fmt::join(entry.shape, ","), place, end);
    place = end;
  }
  json = fmt::format("{{{}}}", json);
  json.resize((json.size() + 7) / 8 * 8, ' ');
  const uint64_t length = json.size();
  std::string header(sizeof(length), '\0');
  std::memcpy(header.data(), &length, sizeof(length));
  return header + json;
}

StatusOr<SafetensorsHeader> ReadSafetensorsHeader(const InputFile& file) {
  const StatusOr<uint64_t> length = ReadHeaderLength(file);
  if (!length.ok()) return length.status();
  std::string json(*length, '\0');
  Status status = file.ReadAt(kLengthBytes, json.data(), json.size());
  if (!status.ok()) return status;
  SafetensorsHeader header;
  const std::string mistake = ParseSafetensorsJson(json, header);
  if (!mistake.empty()) return file.Error(mistake);
  header.data_offset = kLengthBytes + *length;
  for (const SafetensorsEntry& entry : header.entries) {
    status = CheckEntry(file, entry);
    if (!status.ok()) return status;
  }
  status = CheckPlaces(file, file.size - header.data_offset, header.entries);
  if (!status.ok()) return status;
  return header;
}

}  // namespace sinter::runtime
