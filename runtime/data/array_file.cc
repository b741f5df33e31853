#include "runtime/data/array_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "runtime/data/array_elements.h"
#include "runtime/data/idx.h"
#include "runtime/data/npy.h"
#include "runtime/engine/model.h"

namespace sinter::runtime {
namespace {

// Memory for the elements is that of a usual file at once, since huge pages do
// not survive growing, and doubles from there: whatever the header says, it is
// never far more than what the file has shown to hold.
constexpr uint64_t kLeastFirstChunk = 1 << 20;

// Elements are converted from a buffer that stays in a near cache.
constexpr size_t kConvertedBytes = 64 * 1024;
static_assert(kConvertedBytes % sizeof(uint64_t) == 0);

// The next bytes, fewer than `count` at the end of the file.
StatusOr<std::string> ReadText(FileReader& reader, size_t count) {
  std::string text(count, '\0');
  const StatusOr<size_t> got =
      reader.Read(std::as_writable_bytes(std::span(text)));
  if (!got.ok()) return got.status();
  text.resize(*got);
  return text;
}

StatusOr<ArrayHeader> ReadArrayHeader(FileReader& reader) {
  StatusOr<std::string> first = ReadText(reader, kIdxMagic.size());
  if (!first.ok()) return first.status();
  if (first->empty()) return ArrayError(reader, "the file is empty");
  if (*first == kIdxMagic) return ReadIdxHeader(reader);
  if (kNpyMagic.starts_with(*first)) {
    const StatusOr<std::string> rest =
        ReadText(reader, kNpyMagic.size() - first->size());
    if (!rest.ok()) return rest.status();
    if (*first + *rest == kNpyMagic) return ReadNpyHeader(reader);
  }
  return ArrayError(reader,
                    "not an IDX file, which begins with two zero bytes, nor an "
                    "NPY file, which begins with \\x93NUMPY");
}

}  // namespace

StatusOr<std::unique_ptr<ArrayFile>> OpenArrayFile(const std::string& path) {
  StatusOr<std::unique_ptr<FileReader>> reader = FileReader::Open(path);
  if (!reader.ok()) return reader.status();
  StatusOr<ArrayHeader> header = ReadArrayHeader(**reader);
  if (!header.ok()) return header.status();
  std::unique_ptr<ArrayFile> file(
      new ArrayFile(std::move(*reader), std::move(*header)));
  if (Status status = file->CheckSize(); !status.ok()) return status;
  return file;
}

Status ArrayFile::CheckSize() {
  uint64_t bytes = StoredTypeBytes(header_.type);
  bool overflow = false;
  elements_ = 1;
  for (const uint32_t dimension : header_.shape) {
    overflow |= __builtin_mul_overflow(bytes, dimension, &bytes);
    elements_ *= dimension;
  }
  // As float32 they are counted in 64 bits, too.
  overflow |= elements_ > UINT64_MAX / sizeof(float);
  if (!overflow && bytes <= reader_->MostContentBytes()) return Status();
  return Error(fmt::format(
      "its header says {} of {}, more than a file of this size can hold",
      ShapeText(shape()), type_name()));
}

Status ArrayFile::CheckReadableAs(ElementType wanted) const {
  if (IsConvertible(header_.type, wanted)) return Status();
  return Error(fmt::format("the elements are {}; {} is read from integers only",
                           type_name(), NameOf(wanted)));
}

StatusOr<ByteBuffer> ArrayFile::Read(ElementType wanted) {
  if (Status status = CheckReadableAs(wanted); !status.ok()) return status;
  const uint64_t first_chunk =
      std::max(kLeastFirstChunk, reader_->UsualContentBytes()) /
      StoredTypeBytes(header_.type);
  const size_t element_bytes = BytesOf(wanted);
  ByteBuffer elements;
  for (uint64_t done = 0; done < elements_;) {
    const uint64_t next = std::min(elements_, std::max(first_chunk, 2 * done));
    elements.Resize(next * element_bytes);
    const Status status = ReadElements(
        done, wanted, elements.bytes().subspan(done * element_bytes));
    if (!status.ok()) return status;
    done = next;
  }
  if (Status status = CheckEnd(); !status.ok()) return status;
  return elements;
}

// Fills `out` with the elements from place `first` on.
Status ArrayFile::ReadElements(uint64_t first, ElementType wanted,
                               std::span<std::byte> out) {
  if (!IsSameType(header_.type, wanted)) {
    return ReadConverted(first, wanted, out);
  }
  if (Status status = ReadStored(first, out); !status.ok()) return status;
  return ConvertTo(first, wanted, out, out.data());
}

Status ArrayFile::ReadConverted(uint64_t first, ElementType wanted,
                                std::span<std::byte> out) {
  const size_t stored_bytes = StoredTypeBytes(header_.type);
  const size_t element_bytes = BytesOf(wanted);
  const auto buffer = std::make_unique<std::byte[]>(kConvertedBytes);
  while (!out.empty()) {
    const size_t count =
        std::min(kConvertedBytes / stored_bytes, out.size() / element_bytes);
    const std::span stored(buffer.get(), count * stored_bytes);
    Status status = ReadStored(first, stored);
    if (status.ok()) status = ConvertTo(first, wanted, stored, out.data());
    if (!status.ok()) return status;
    out = out.subspan(count * element_bytes);
    first += count;
  }
  return Status();
}

// Fills `out` with bytes of the file, from element `first` on.
Status ArrayFile::ReadStored(uint64_t first, std::span<std::byte> out) {
  const StatusOr<size_t> got = reader_->Read(out);
  if (!got.ok()) return got.status();
  if (*got == out.size()) return Status();
  const size_t stored_bytes = StoredTypeBytes(header_.type);
  return Error(
      fmt::format("its header says {} of {}, {} bytes, but only {} follow",
                  ShapeText(shape()), type_name(), elements_ * stored_bytes,
                  first * stored_bytes + *got));
}

Status ArrayFile::ConvertTo(uint64_t first, ElementType wanted,
                            std::span<const std::byte> stored,
                            std::byte* out) const {
  // Nothing is to be done.
  if (header_.type == StoredType::kUint8 && wanted == ElementType::kUint8) {
    return Status();
  }
  const size_t stored_bytes = StoredTypeBytes(header_.type);
  const size_t count = stored.size() / stored_bytes;
  StoredElements from{header_.type, header_.is_big_endian, stored.data()};
  const size_t done = ConvertElements(from, count, wanted, out);
  if (done == count) return Status();
  from.data += done * stored_bytes;
  return Error(fmt::format("element {} is {}",
                           ElementPlace(shape(), first + done),
                           RangeError(from, wanted)));
}

Status ArrayFile::CheckEnd() {
  std::byte extra;
  const StatusOr<size_t> got = reader_->Read({&extra, 1});
  if (!got.ok()) return got.status();
  if (*got == 0) return Status();
  return Error(fmt::format("bytes follow the {} of {} that its header says",
                           ShapeText(shape()), type_name()));
}

Status ArrayFile::Error(const std::string& reason) const {
  return ArrayError(*reader_, reason);
}

}  // namespace sinter::runtime
