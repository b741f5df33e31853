#include "runtime/weights.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cassert>
#include <map>
#include <string_view>

#include "runtime/atomic_file.h"
#include "runtime/panel_layout.h"

namespace sinter::runtime {
namespace {

// Rows are read in blocks of about this size.
constexpr size_t kBlockFloats = 16 * 1024;

using EntryByName = std::map<std::string_view, const SafetensorsEntry*>;

std::vector<uint64_t> CanonicalShape(const TensorInfo& tensor) {
  if (tensor.rank == 1) return {tensor.cols};
  return {tensor.rows, tensor.cols};
}

PanelLayout LayoutOf(const TensorInfo& tensor) {
  return {tensor.rows, tensor.cols, tensor.panel};
}

Status CheckKnown(const Model& model, const InputFile& file,
                  const SafetensorsHeader& header) {
  for (const SafetensorsEntry& entry : header.entries) {
    const bool known = std::any_of(
        model.tensors.begin(), model.tensors.end(),
        [&](const TensorInfo& tensor) { return entry.name == tensor.name; });
    if (!known) {
      return file.Error(
          fmt::format("model {} has no tensor '{}'", model.name, entry.name));
    }
  }
  return Status();
}

Status CheckParameter(const Model& model, const InputFile& file,
                      const TensorInfo& tensor, const EntryByName& entries) {
  const auto found = entries.find(tensor.name);
  if (found == entries.end()) {
    return file.Error(fmt::format("tensor '{}' of model {} is missing",
                                  tensor.name, model.name));
  }
  const std::vector<uint64_t> shape = CanonicalShape(tensor);
  if (found->second->shape != shape) {
    return file.Error(
        fmt::format("tensor '{}' has shape [{}], in model {} it has [{}]",
                    tensor.name, fmt::join(found->second->shape, ", "),
                    model.name, fmt::join(shape, ", ")));
  }
  return Status();
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

Status WriteTensor(const TensorInfo& tensor, const float* data,
                   AtomicFile& file) {
  const PanelLayout layout = LayoutOf(tensor);
  std::vector<float> values(tensor.cols);
  for (size_t row = 0; row < tensor.rows; ++row) {
    for (size_t col = 0; col < tensor.cols; ++col) {
      values[col] = data[layout.Offset(row, col)];
    }
    Status status = file.Write(std::as_bytes(std::span(values)));
    if (!status.ok()) return status;
  }
  return Status();
}

std::vector<TensorInfo> Parameters(const Model& model) {
  std::vector<TensorInfo> parameters;
  std::copy_if(model.tensors.begin(), model.tensors.end(),
               std::back_inserter(parameters), [](const TensorInfo& tensor) {
                 return tensor.role == TensorRole::kParameter;
               });
  return parameters;
}

}  // namespace

Status LoadWeights(const Model& model, const std::string& path,
                   std::span<float> state) {
  assert(state.size() == model.state_floats);
  const StatusOr<InputFile> file = OpenInputFile(path);
  if (!file.ok()) return file.status();
  const StatusOr<SafetensorsHeader> header = ReadSafetensorsHeader(*file);
  if (!header.ok()) return header.status();
  EntryByName entries;
  for (const SafetensorsEntry& entry : header->entries) {
    entries[entry.name] = &entry;
  }
  const std::vector<TensorInfo> parameters = Parameters(model);
  Status status = CheckKnown(model, *file, *header);
  for (const TensorInfo& tensor : parameters) {
    if (status.ok()) status = CheckParameter(model, *file, tensor, entries);
  }
  for (const TensorInfo& tensor : parameters) {
    if (!status.ok()) break;
    status =
        ReadTensor(*file, header->data_offset + entries[tensor.name]->begin,
                   tensor, state.data() + tensor.offset);
  }
  return status;
}

Status SaveWeights(const Model& model, std::span<const float> state,
                   const std::string& path) {
  return SaveTensors(model, Parameters(model), {}, state, path);
}

Status SaveTensors(const Model& model, const std::vector<TensorInfo>& tensors,
                   SafetensorsMetadata metadata, std::span<const float> state,
                   const std::string& path) {
  assert(state.size() == model.state_floats);
  metadata["format"] = "keras-names";
  metadata["model"] = model.name;
  metadata["spec_hash"] = model.spec_hash;
  std::vector<SafetensorsEntry> entries;
  for (const TensorInfo& tensor : tensors) {
    entries.push_back({tensor.name, CanonicalShape(tensor)});
  }
  StatusOr<AtomicFile> file = AtomicFile::Create(path);
  if (!file.ok()) return file.status();
  Status status = file->Write(FormatSafetensorsHeader(metadata, entries));
  for (const TensorInfo& tensor : tensors) {
    if (!status.ok()) return status;
    status = WriteTensor(tensor, state.data() + tensor.offset, *file);
  }
  return status.ok() ? file->Commit() : status;
}

}  // namespace sinter::runtime
