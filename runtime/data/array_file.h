// An array in a file: IDX (idx.h) or NPY (npy.h), plain or in gzip.
//
// The format is known by the file's first bytes, never by its name. The header
// is read and checked when the file is opened, which is cheap; the elements,
// which may be many, come when asked for.
//
// A header is believed only as far as the file bears it out: memory is taken as
// the elements arrive.
#ifndef SINTER_RUNTIME_DATA_ARRAY_FILE_H_
#define SINTER_RUNTIME_DATA_ARRAY_FILE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "runtime/data/array_header.h"
#include "runtime/data/file_reader.h"
#include "runtime/engine/memory.h"
#include "runtime/engine/model.h"
#include "runtime/engine/status.h"

namespace sinter::runtime {

class ArrayFile {
 public:
  const std::string& path() const { return reader_->path(); }
  // At least one dimension; any of them may be 0.
  const std::vector<uint32_t>& shape() const { return header_.shape; }
  StoredType type() const { return header_.type; }
  // Of the elements in the file: "uint8", "float64".
  const char* type_name() const { return StoredTypeName(header_.type); }

  // An error if no array of the file's type is read as `wanted`: floats are not
  // read as uint8. Elements may still be out of range.
  Status CheckReadableAs(ElementType wanted) const;

  // All elements, row-major, in the machine's byte order, converted as
  // array_elements.h says. Call once. An error names the first element that
  // cannot be converted. Float32 may be infinite or NaN.
  StatusOr<ByteBuffer> Read(ElementType wanted);

 private:
  friend StatusOr<std::unique_ptr<ArrayFile>> OpenArrayFile(
      const std::string& path);

  ArrayFile(std::unique_ptr<FileReader> reader, ArrayHeader header)
      : reader_(std::move(reader)), header_(std::move(header)) {}
  Status CheckSize();
  Status ReadElements(uint64_t first, ElementType wanted,
                      std::span<std::byte> out);
  Status ReadConverted(uint64_t first, ElementType wanted,
                       std::span<std::byte> out);
  Status ReadStored(uint64_t first, std::span<std::byte> out);
  Status ConvertTo(uint64_t first, ElementType wanted,
                   std::span<const std::byte> stored, std::byte* out) const;
  Status CheckEnd();
  Status Error(const std::string& reason) const;

  std::unique_ptr<FileReader> reader_;  // behind the header
  ArrayHeader header_;
  uint64_t elements_ = 0;  // product of the shape
};

// Opens the file and checks its header.
StatusOr<std::unique_ptr<ArrayFile>> OpenArrayFile(const std::string& path);

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_DATA_ARRAY_FILE_H_
