// Samples and targets, checked against the model that will read them.
#ifndef SINTER_RUNTIME_DATA_DATASET_H_
#define SINTER_RUNTIME_DATA_DATASET_H_

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "runtime/data/array_file.h"
#include "runtime/engine/memory.h"
#include "runtime/engine/model.h"
#include "runtime/engine/sample_view.h"
#include "runtime/engine/status.h"

namespace sinter::runtime {

// A whole set in memory, as SampleView describes it.
struct Dataset {
  std::vector<ByteBuffer> x;  // of each input
  std::vector<ByteBuffer> y;  // of each output
  size_t count = 0;

  size_t samples() const { return count; }
  operator SampleView() const;

  // CRC-32 of all samples and targets as they are here, whatever the files were
  // packed in; eight hexadecimal digits. Reads all of it.
  std::string Checksum() const;
};

// The files of a set, opened: an array for each input and output, or a table
// with the columns of all. Everything but the samples is read and checked at
// once; the samples, which may be large, come when asked for, but those of a
// table, which are read with their targets.
//
// A file is found under its name as given, without a final ".gz", or with one.
// Checked: the samples of an input are [n, shape...] and can be read as its
// type; labels are [n] integers, each less than the output's elements; values
// are [n, elements], of one element also [n], and finite; 0 < n < 2^32. Read
// checks that samples of float32 are finite.
class DatasetFiles {
 public:
  static StatusOr<DatasetFiles> Open(const Model& model,
                                     const std::string& folder,
                                     const DataFiles& names);

  // Those of the files that Open would read which are there.
  static std::vector<std::string> Present(const std::string& folder,
                                          const DataFiles& names);

  uint32_t samples() const { return x_.front().shape[0]; }
  // Of the samples of input `i`, [n, ...] as the file has it.
  const std::vector<uint32_t>& shape(size_t i) const { return x_[i].shape; }
  // Of output `i`.
  std::span<const std::byte> targets(size_t i) const { return y_[i].bytes(); }

  // Reads the samples. Call once; the targets go with them.
  StatusOr<Dataset> Read();

 private:
  struct Samples {
    std::vector<uint32_t> shape;
    ElementType type;
    std::unique_ptr<ArrayFile> file;  // nullptr: they are in `elements`
    ByteBuffer elements = {};
  };

  DatasetFiles() = default;
  Status OpenTable(const Model& model, const std::string& folder,
                   const DataFiles& names);
  Status OpenInput(const Model& model, const InputInfo& input,
                   const std::string& folder, const char* name);
  Status OpenTargets(const Model& model, const OutputInfo& output,
                     const std::string& folder, const char* name);

  std::vector<Samples> x_;
  std::vector<ByteBuffer> y_;
};

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_DATA_DATASET_H_
