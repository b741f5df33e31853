#include "runtime/data/idx.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <string>

namespace sinter::runtime {
namespace {

struct IdxType {
  std::byte code;
  StoredType type;
};

constexpr IdxType kIdxTypes[] = {{std::byte{0x08}, StoredType::kUint8},
                                 {std::byte{0x09}, StoredType::kInt8},
                                 {std::byte{0x0b}, StoredType::kInt16},
                                 {std::byte{0x0c}, StoredType::kInt32},
                                 {std::byte{0x0d}, StoredType::kFloat32},
                                 {std::byte{0x0e}, StoredType::kFloat64}};

uint32_t LoadBigEndian(const std::array<std::byte, 4>& bytes) {
  uint32_t value = 0;
  for (const std::byte byte : bytes) value = value << 8 | uint32_t(byte);
  return value;
}

Status UnknownIdxType(const FileReader& reader, std::byte code) {
  std::string known;
  for (const IdxType& type : kIdxTypes) {
    known += fmt::format("{}{} (0x{:02x})", known.empty() ? "" : ", ",
                         StoredTypeName(type.type), uint32_t(type.code));
  }
  return ArrayError(reader, fmt::format("element type 0x{:02x} is none of {}",
                                        uint32_t(code), known));
}

}  // namespace

StatusOr<ArrayHeader> ReadIdxHeader(FileReader& reader) {
  std::array<std::byte, 2> codes;
  Status status = ReadHeaderBytes(reader, "IDX", codes);
  if (!status.ok()) return status;
  const IdxType* const type =
      std::ranges::find(kIdxTypes, codes[0], &IdxType::code);
  if (type == std::end(kIdxTypes)) return UnknownIdxType(reader, codes[0]);
  if (codes[1] == std::byte{0}) {
    return ArrayError(reader, "the array has no dimensions");
  }
  ArrayHeader header{type->type, /*is_big_endian=*/true, {}};
  for (uint32_t i = 0; i < uint32_t(codes[1]); ++i) {
    std::array<std::byte, 4> dimension;
    status = ReadHeaderBytes(reader, "IDX", dimension);
    if (!status.ok()) return status;
    header.shape.push_back(LoadBigEndian(dimension));
  }
  return header;
}

}  // namespace sinter::runtime
