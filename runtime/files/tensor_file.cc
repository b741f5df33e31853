#include "runtime/files/tensor_file.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cassert>

#include "runtime/engine/panel_layout.h"
#include "runtime/files/file_checksum.h"

namespace sinter::runtime {
namespace {

// Rows are read in blocks of about this size.
constexpr size_t kBlockFloats = 16 * 1024;

constexpr const char* kWriterKey = "writer";
constexpr const char* kWriter = "sinter";

PanelLayout LayoutOf(const TensorInfo& tensor) {
  return {tensor.rows, tensor.cols, tensor.panel};
}

Status CheckChecksum(const InputFile& file, const SafetensorsHeader& header) {
  const auto checksum = header.metadata.find(kChecksumKey);
  if (checksum != header.metadata.end()) {
    return CheckFileChecksum(file, header.data_offset, checksum->second);
  }
  const auto writer = header.metadata.find(kWriterKey);
  if (writer == header.metadata.end() || writer->second != kWriter) {
    return Status();
  }
  return file.Error("its checksum is missing: the file is damaged");
}

// `offset`: of the tensor's data in the file.
Status ReadTensor(const InputFile& file, uint64_t offset,
                  const TensorInfo& tensor, float* data) {
  const PanelLayout layout = LayoutOf(tensor);
  const size_t block_rows = std::max<size_t>(1, kBlockFloats / tensor.cols);
  std::vector<float> block(block_rows * tensor.cols);
  for (size_t first = 0; first < tensor.rows; first += block_rows) {
    const size_t rows = std::min<size_t>(block_rows, tensor.rows - first);
    const size_t row_bytes = tensor.cols * sizeof(float);
    Status status =
        file.ReadAt(offset + first * row_bytes, block.data(), rows * row_bytes);
    if (!status.ok()) return status;
    for (size_t row = 0; row < rows; ++row) {
      for (size_t col = 0; col < tensor.cols; ++col) {
        data[layout.Offset(first + row, col)] = block[row * tensor.cols + col];
      }
    }
  }
  return Status();
}

// Calls use(bytes of a row) for every row of the tensors, until it fails.
template <typename Use>
Status ForEachRow(const std::vector<TensorInfo>& tensors,
                  std::span<const float> state, Use use) {
  std::vector<float> values;
  for (const TensorInfo& tensor : tensors) {
    const PanelLayout layout = LayoutOf(tensor);
    const float* data = state.data() + tensor.offset;
    values.resize(tensor.cols);
    for (size_t row = 0; row < tensor.rows; ++row) {
      for (size_t col = 0; col < tensor.cols; ++col) {
        values[col] = data[layout.Offset(row, col)];
      }
      Status status = use(std::as_bytes(std::span(values)));
      if (!status.ok()) return status;
    }
  }
  return Status();
}

// The file's header with the checksum of header and data in its place.
std::string ChecksummedHeader(const std::vector<TensorInfo>& tensors,
                              SafetensorsMetadata metadata,
                              std::span<const float> state) {
  std::vector<SafetensorsEntry> entries;
  for (const TensorInfo& tensor : tensors) {
    entries.push_back({tensor.name, CanonicalShape(tensor)});
  }
  metadata[kChecksumKey] = kNoChecksum;
  std::string header = FormatSafetensorsHeader(metadata, entries);
  Crc32 sum;
  sum.Add(header);
  (void)ForEachRow(tensors, state, [&](std::span<const std::byte> row) {
    sum.Add(row);
    return Status();
  });
  PlaceChecksum(sum, header);
  return header;
}

}  // namespace

std::vector<uint64_t> CanonicalShape(const TensorInfo& tensor) {
  if (tensor.rank == 1) return {tensor.cols};
  if (tensor.shape[0] == 0) return {tensor.rows, tensor.cols};
  return {tensor.shape.begin(), tensor.shape.begin() + tensor.rank};
}

StatusOr<TensorFile> TensorFile::Open(const std::string& path) {
  StatusOr<InputFile> file = OpenInputFile(path);
  if (!file.ok()) return file.status();
  StatusOr<SafetensorsHeader> header = ReadSafetensorsHeader(*file);
  if (!header.ok()) return header.status();
  if (Status status = CheckChecksum(*file, *header); !status.ok()) {
    return status;
  }
  return TensorFile(std::move(*file), std::move(*header));
}

Status TensorFile::Read(const Model& model,
                        const std::vector<TensorInfo>& tensors,
                        std::span<float> state) const {
  assert(state.size() == model.state_floats);
  std::vector<uint64_t> offsets;
  for (const TensorInfo& tensor : tensors) {
    const auto found = std::find_if(entries().begin(), entries().end(),
                                    [&](const SafetensorsEntry& entry) {
                                      return entry.name == tensor.name;
                                    });
    if (found == entries().end()) {
      return Error(fmt::format("tensor '{}' of model {} is missing",
                               tensor.name, model.name));
    }
    const std::vector<uint64_t> shape = CanonicalShape(tensor);
    if (found->shape != shape) {
      return Error(fmt::format(
          "tensor '{}' has shape [{}], in model {} it has [{}]", tensor.name,
          fmt::join(found->shape, ", "), model.name, fmt::join(shape, ", ")));
    }
    offsets.push_back(header_.data_offset + found->begin);
  }
  for (size_t i = 0; i < tensors.size(); ++i) {
    Status status = ReadTensor(file_, offsets[i], tensors[i],
                               state.data() + tensors[i].offset);
    if (!status.ok()) return status;
  }
  return Status();
}

Status WriteTensors(const Model& model, const std::vector<TensorInfo>& tensors,
                    SafetensorsMetadata metadata, std::span<const float> state,
                    AtomicFile& file) {
  assert(state.size() == model.state_floats);
  metadata["format"] = "keras-names";
  metadata["model"] = model.name;
  metadata["spec_hash"] = model.spec_hash;
  metadata[kWriterKey] = kWriter;
  Status status = file.Write(ChecksummedHeader(tensors, metadata, state));
  if (!status.ok()) return status;
  status = ForEachRow(tensors, state, [&](std::span<const std::byte> row) {
    return file.Write(row);
  });
  return status.ok() ? file.Commit() : status;
}

Status WriteTensors(const Model& model, const std::vector<TensorInfo>& tensors,
                    SafetensorsMetadata metadata, std::span<const float> state,
                    const std::string& path) {
  StatusOr<AtomicFile> file = AtomicFile::Create(path);
  if (!file.ok()) return file.status();
  return WriteTensors(model, tensors, std::move(metadata), state, *file);
}

}  // namespace sinter::runtime
