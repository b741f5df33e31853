#include "runtime/data/npy.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <span>
#include <string>
#include <utility>

#include "runtime/data/npy_dictionary.h"

namespace sinter::runtime {
namespace {

// As much as numpy.load reads without being asked for more.
constexpr uint32_t kMostNpyHeaderBytes = 10'000;

struct NpyType {
  std::string_view code;  // of descr, without the byte order
  StoredType type;
};

constexpr NpyType kNpyTypes[] = {
    {"b1", StoredType::kBool},    {"i1", StoredType::kInt8},
    {"u1", StoredType::kUint8},   {"i2", StoredType::kInt16},
    {"u2", StoredType::kUint16},  {"i4", StoredType::kInt32},
    {"u4", StoredType::kUint32},  {"i8", StoredType::kInt64},
    {"u8", StoredType::kUint64},  {"f2", StoredType::kFloat16},
    {"f4", StoredType::kFloat32}, {"f8", StoredType::kFloat64}};

// The header's bytes, from the version on.
StatusOr<std::string> ReadHeaderText(FileReader& reader) {
  std::array<std::byte, 2> version;
  Status status = ReadHeaderBytes(reader, "NPY", version);
  if (!status.ok()) return status;
  const auto [major, minor] =
      std::pair(uint32_t(version[0]), uint32_t(version[1]));
  if (major < 1 || major > 3 || minor != 0) {
    return ArrayError(
        reader, fmt::format("NPY version {}.{} is none of 1.0, 2.0 and 3.0",
                            major, minor));
  }
  std::array<std::byte, 4> length = {};
  status = ReadHeaderBytes(reader, "NPY",
                           std::span(length).first(major == 1 ? 2 : 4));
  if (!status.ok()) return status;
  uint32_t bytes = 0;
  for (size_t i = length.size(); i-- > 0;)
    bytes = bytes << 8 | uint32_t(length[i]);
  if (bytes > kMostNpyHeaderBytes) {
    return ArrayError(reader, fmt::format("an NPY header of {} bytes is longer "
                                          "than the {} that are read",
                                          bytes, kMostNpyHeaderBytes));
  }
  std::string text(bytes, '\0');
  status =
      ReadHeaderBytes(reader, "NPY", std::as_writable_bytes(std::span(text)));
  if (!status.ok()) return status;
  return text;
}

// Sets type and byte order; false if this is no type that is read.
bool ParseDescr(std::string_view descr, ArrayHeader& header) {
  if (descr.empty()) return false;
  const NpyType* const type =
      std::ranges::find(kNpyTypes, descr.substr(1), &NpyType::code);
  if (type == std::end(kNpyTypes)) return false;
  header.type = type->type;
  header.is_big_endian = descr[0] == '>';
  return descr[0] == '<' || descr[0] == '>' ||
         (descr[0] == '|' && StoredTypeBytes(type->type) == 1);
}

// What is wrong with the dictionary, "" if nothing.
std::string HeaderOf(const NpyDictionary& dictionary, ArrayHeader& header) {
  const std::string& descr = *dictionary.descr;
  if (descr == "|O" || descr == "O") {
    return "its elements are Python objects ('|O'); save an array of numbers: "
           "a.astype('float32')";
  }
  if (!ParseDescr(descr, header)) {
    return fmt::format(
        "element type '{}' is none of bool, int8 to int64, uint8 to uint64, "
        "float16, float32 and float64",
        descr);
  }
  header.shape = *dictionary.shape;
  if (header.shape.empty()) return "the array has no dimensions";
  if (*dictionary.fortran_order && header.shape.size() > 1) {
    return "the array is in Fortran's order; save np.ascontiguousarray(a)";
  }
  return "";
}

}  // namespace

StatusOr<ArrayHeader> ReadNpyHeader(FileReader& reader) {
  const StatusOr<std::string> text = ReadHeaderText(reader);
  if (!text.ok()) return text.status();
  NpyDictionary dictionary;
  std::string error = ParseNpyDictionary(*text, dictionary);
  if (!error.empty()) return ArrayError(reader, error);
  ArrayHeader header;
  error = HeaderOf(dictionary, header);
  if (!error.empty()) return ArrayError(reader, error);
  return header;
}

}  // namespace sinter::runtime
