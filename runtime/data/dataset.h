// Samples and labels, checked against the model that will read them.
#ifndef SINTER_RUNTIME_DATA_DATASET_H_
#define SINTER_RUNTIME_DATA_DATASET_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "runtime/data/idx.h"
#include "runtime/engine/memory.h"
#include "runtime/engine/model.h"
#include "runtime/engine/sample_view.h"
#include "runtime/engine/status.h"

namespace sinter::runtime {

// A whole set in memory, in the element type of the files.
struct Dataset {
  ByteBuffer x;  // [samples, input_shape...]
  ByteBuffer y;  // [samples] uint8, each less than the model's classes

  size_t samples() const { return y.size(); }
  const uint8_t* labels() const {
    return reinterpret_cast<const uint8_t*>(y.data());
  }
  operator SampleView() const { return {x.data(), labels(), samples()}; }

  // CRC-32 of all samples and labels as they are here, whatever the files were
  // packed in; eight hexadecimal digits. Reads all of it.
  std::string Checksum() const;
};

// The two files of a set, opened. Everything but the samples is read and
// checked at once, which is cheap; the samples, which may be large, come when
// asked for.
//
// A file is found under its name as given, without a final ".gz", or with one.
// Checked: x is [n, input_shape...] of the model's input type, y is [n] of
// uint8 less than the model's classes, 0 < n < 2^32. Read checks that samples
// of float32 are finite.
class DatasetFiles {
 public:
  static StatusOr<DatasetFiles> Open(const Model& model,
                                     const std::string& folder,
                                     const std::string& x_name,
                                     const std::string& y_name);

  // Those of the files that Open would read which are there.
  static std::vector<std::string> Present(const std::string& folder,
                                          const std::string& x_name,
                                          const std::string& y_name);

  const std::vector<uint32_t>& shape() const { return x_.shape(); }
  std::span<const uint8_t> labels() const {
    return {reinterpret_cast<const uint8_t*>(y_.data()), y_.size()};
  }

  // Reads the samples. Call once; the labels go with them.
  StatusOr<Dataset> Read();

 private:
  DatasetFiles(IdxFile x, ByteBuffer y) : x_(std::move(x)), y_(std::move(y)) {}

  IdxFile x_;
  ByteBuffer y_;
};

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_DATA_DATASET_H_
