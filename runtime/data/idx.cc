#include "runtime/data/idx.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace sinter::runtime {
namespace {

constexpr std::byte kUint8Code{0x08};
constexpr std::byte kFloat32Code{0x0d};

// Memory for the elements is that of a usual file at once, since huge pages do
// not survive growing, and doubles from there: whatever the header says, it is
// never far more than what the file has shown to hold.
constexpr uint64_t kLeastFirstChunk = 1 << 20;

uint32_t LoadBigEndian(const std::byte* bytes) {
  uint32_t value = 0;
  for (int i = 0; i < 4; ++i) value = value << 8 | uint32_t(bytes[i]);
  return value;
}

void ConvertFloatsFromBigEndian(std::span<std::byte> bytes) {
  for (size_t i = 0; i < bytes.size(); i += sizeof(float)) {
    const float value = std::bit_cast<float>(LoadBigEndian(bytes.data() + i));
    std::memcpy(bytes.data() + i, &value, sizeof(value));
  }
}

}  // namespace

std::string ShapeText(const std::vector<uint32_t>& shape) {
  return fmt::format("({}{})", fmt::join(shape, ", "),
                     shape.size() == 1 ? "," : "");
}

const char* ElementTypeName(ElementType type) {
  return type == ElementType::kUint8 ? "uint8" : "float32";
}

StatusOr<IdxFile> IdxFile::Open(const std::string& path) {
  StatusOr<std::unique_ptr<FileReader>> reader = FileReader::Open(path);
  if (!reader.ok()) return reader.status();
  IdxFile file(std::move(*reader));
  if (Status status = file.ReadHeader(); !status.ok()) return status;
  return file;
}

Status IdxFile::ReadHeader() {
  uint32_t rank = 0;
  if (Status status = ReadMagic(rank); !status.ok()) return status;
  return ReadShape(rank);
}

Status IdxFile::ReadMagic(uint32_t& rank) {
  std::array<std::byte, 4> magic;
  if (Status status = ReadHeaderBytes(magic); !status.ok()) return status;
  if (magic[0] != std::byte{0} || magic[1] != std::byte{0}) {
    return Error("not an IDX file: its first two bytes are not zero");
  }
  if (magic[2] != kUint8Code && magic[2] != kFloat32Code) {
    return Error(fmt::format(
        "element type 0x{:02x} is neither uint8 (0x08) nor float32 (0x0d)",
        uint32_t(magic[2])));
  }
  if (magic[3] == std::byte{0}) return Error("the array has no dimensions");
  type_ = magic[2] == kUint8Code ? ElementType::kUint8 : ElementType::kFloat32;
  rank = uint32_t(magic[3]);
  return Status();
}

Status IdxFile::ReadShape(uint32_t rank) {
  bytes_ = type_ == ElementType::kUint8 ? 1 : sizeof(float);
  bool overflow = false;
  for (uint32_t i = 0; i < rank; ++i) {
    std::array<std::byte, 4> dimension;
    if (Status status = ReadHeaderBytes(dimension); !status.ok()) return status;
    shape_.push_back(LoadBigEndian(dimension.data()));
    overflow |= __builtin_mul_overflow(bytes_, shape_.back(), &bytes_);
  }
  if (overflow || bytes_ > reader_->MostContentBytes()) {
    return Error(fmt::format(
        "its header says {} of {}, more than a file of this size can hold",
        ShapeText(shape_), ElementTypeName(type_)));
  }
  return Status();
}

Status IdxFile::ReadHeaderBytes(std::span<std::byte> out) {
  const StatusOr<size_t> got = reader_->Read(out);
  if (!got.ok()) return got.status();
  if (*got < out.size()) return Error("the file ends within the IDX header");
  return Status();
}

StatusOr<ByteBuffer> IdxFile::ReadElements() {
  ByteBuffer elements;
  const uint64_t first_chunk =
      std::max(kLeastFirstChunk, reader_->UsualContentBytes());
  while (elements.size() < bytes_) {
    const size_t have = elements.size();
    elements.Resize(
        std::min(bytes_, std::max<uint64_t>(first_chunk, 2 * have)));
    const StatusOr<size_t> got = reader_->Read(elements.bytes().subspan(have));
    if (!got.ok()) return got.status();
    if (have + *got < elements.size()) {
      return Error(fmt::format(
          "its header says {} of {}, {} bytes, but only {} follow",
          ShapeText(shape_), ElementTypeName(type_), bytes_, have + *got));
    }
  }
  if (Status status = CheckEnd(); !status.ok()) return status;
  if (type_ == ElementType::kFloat32) {
    ConvertFloatsFromBigEndian(elements.bytes());
  }
  return elements;
}

Status IdxFile::CheckEnd() {
  std::byte extra;
  const StatusOr<size_t> got = reader_->Read({&extra, 1});
  if (!got.ok()) return got.status();
  if (*got == 0) return Status();
  return Error(fmt::format("bytes follow the {} of {} that its header says",
                           ShapeText(shape_), ElementTypeName(type_)));
}

Status IdxFile::Error(const std::string& reason) const {
  return FileError(fmt::format("{}: {}", path(), reason));
}

}  // namespace sinter::runtime
