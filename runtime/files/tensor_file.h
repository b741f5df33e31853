// A model's tensors in safetensors files: canonical row-major, named and shaped
// as Keras does, whatever the layout in memory.
//
// Metadata of every file that is written here:
//   format     "keras-names"
//   model      the model's name
//   spec_hash  of the spec that the model was compiled from
//   writer     "sinter"
//   crc32      CRC-32 of the whole file (that of zlib, gzip and PNG), eight
//              lower-case hexadecimal digits, which count as '0' in the sum
// A file with such a writer must have the right checksum: it finds every
// flipped bit, in the header and in the data. A file from elsewhere need not
// have one.
#ifndef SINTER_RUNTIME_FILES_TENSOR_FILE_H_
#define SINTER_RUNTIME_FILES_TENSOR_FILE_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "runtime/engine/model.h"
#include "runtime/engine/status.h"
#include "runtime/files/atomic_file.h"
#include "runtime/files/input_file.h"
#include "runtime/files/safetensors.h"

namespace sinter::runtime {

// Keras' shape of a tensor, which it has in files.
std::vector<uint64_t> CanonicalShape(const TensorInfo& tensor);

class TensorFile {
 public:
  // Reads the header and, if there is one, compares the checksum.
  static StatusOr<TensorFile> Open(const std::string& path);

  const SafetensorsMetadata& metadata() const { return header_.metadata; }
  const std::vector<SafetensorsEntry>& entries() const {
    return header_.entries;
  }

  // Reads tensors of `model` into its state block. The file must have each of
  // them in the model's shape; otherwise the state is not touched.
  Status Read(const Model& model, const std::vector<TensorInfo>& tensors,
              std::span<float> state) const;

  // "path: reason".
  Status Error(const std::string& reason) const { return file_.Error(reason); }

 private:
  TensorFile(InputFile file, SafetensorsHeader header)
      : file_(std::move(file)), header_(std::move(header)) {}

  InputFile file_;
  SafetensorsHeader header_;
};

// Writes tensors of a model, in this order, with metadata beyond that of every
// file, and commits the file.
Status WriteTensors(const Model& model, const std::vector<TensorInfo>& tensors,
                    SafetensorsMetadata metadata, std::span<const float> state,
                    AtomicFile& file);
Status WriteTensors(const Model& model, const std::vector<TensorInfo>& tensors,
                    SafetensorsMetadata metadata, std::span<const float> state,
                    const std::string& path);

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_FILES_TENSOR_FILE_H_
