// The IDX format of arrays, in which MNIST comes, plain or in gzip.
//
//   byte 0, 1   0
//   byte 2      element type: 0x08 uint8, 0x0d float32, others not supported
//   byte 3      number of dimensions
//   then        each dimension, 32 bits, big-endian
//   then        the elements, row-major, big-endian, up to the end of the file
//
// A header is believed only as far as the file bears it out: memory is taken as
// the elements arrive.
#ifndef SINTER_RUNTIME_DATA_IDX_H_
#define SINTER_RUNTIME_DATA_IDX_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "runtime/data/file_reader.h"
#include "runtime/engine/memory.h"
#include "runtime/engine/model.h"
#include "runtime/engine/status.h"

namespace sinter::runtime {

// "(60000, 28, 28)", "(60000,)"; as Python writes a shape.
std::string ShapeText(const std::vector<uint32_t>& shape);

// "uint8", "float32".
const char* ElementTypeName(ElementType type);

class IdxFile {
 public:
  // Opens the file and checks its header.
  static StatusOr<IdxFile> Open(const std::string& path);

  const std::string& path() const { return reader_->path(); }
  ElementType type() const { return type_; }
  const std::vector<uint32_t>& shape() const { return shape_; }

  // The elements in the machine's byte order. Call once.
  StatusOr<ByteBuffer> ReadElements();

 private:
  explicit IdxFile(std::unique_ptr<FileReader> reader)
      : reader_(std::move(reader)) {}
  Status ReadHeader();
  Status ReadMagic(uint32_t& rank);
  Status ReadShape(uint32_t rank);
  Status ReadHeaderBytes(std::span<std::byte> out);
  Status CheckEnd();
  Status Error(const std::string& reason) const;

  std::unique_ptr<FileReader> reader_;
  ElementType type_ = ElementType::kUint8;
  std::vector<uint32_t> shape_;
  uint64_t bytes_ = 0;  // of all elements
};

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_DATA_IDX_H_
