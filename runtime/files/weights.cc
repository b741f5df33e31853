#include "runtime/files/weights.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string_view>
#include <vector>

#include "runtime/files/tensor_file.h"

namespace sinter::runtime {
namespace {

std::vector<TensorInfo> Parameters(const Model& model) {
  std::vector<TensorInfo> parameters;
  std::copy_if(model.tensors.begin(), model.tensors.end(),
               std::back_inserter(parameters), [](const TensorInfo& tensor) {
                 return tensor.role == TensorRole::kParameter;
               });
  return parameters;
}

// Whether `name` is that of a parameter or of a slot that belongs to it.
bool IsKnown(std::string_view name, const std::vector<TensorInfo>& parameters) {
  return std::any_of(
      parameters.begin(), parameters.end(), [&](const TensorInfo& parameter) {
        const std::string_view own = parameter.name;
        return name.starts_with(own) &&
               (name.size() == own.size() || name[own.size()] == '.');
      });
}

}  // namespace

Status LoadWeights(const Model& model, const std::string& path,
                   std::span<float> state) {
  const StatusOr<TensorFile> file = TensorFile::Open(path);
  if (!file.ok()) return file.status();
  const std::vector<TensorInfo> parameters = Parameters(model);
  for (const SafetensorsEntry& entry : file->entries()) {
    if (!IsKnown(entry.name, parameters)) {
      return file->Error(
          fmt::format("model {} has no tensor '{}'", model.name, entry.name));
    }
  }
  return file->Read(model, parameters, state);
}

Status SaveWeights(const Model& model, std::span<const float> state,
                   AtomicFile& file) {
  return WriteTensors(model, Parameters(model), {}, state, file);
}

Status SaveWeights(const Model& model, std::span<const float> state,
                   const std::string& path) {
  return WriteTensors(model, Parameters(model), {}, state, path);
}

}  // namespace sinter::runtime
