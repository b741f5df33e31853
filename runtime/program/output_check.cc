#include "runtime/program/output_check.h"

#include <fmt/format.h>
#include <unistd.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/data/dataset.h"
#include "runtime/files/output_place.h"
#include "runtime/program/run_directory.h"

namespace sinter::runtime {
namespace {

constexpr std::string_view kSave = "--save";
constexpr std::string_view kWeights = "--weights";

// A file of the command line and what it names.
struct NamedPlace {
  std::string_view option;
  std::string path;
  OutputPlace place;
};

class NamedPlaces {
 public:
  // One that cannot be used at all has its message from opening it.
  void Add(std::string_view option, const std::string& path) {
    if (path.empty()) return;
    StatusOr<OutputPlace> place = FindOutputPlace(path);
    if (place.ok()) places_.push_back({option, path, std::move(*place)});
  }

  const std::vector<NamedPlace>& all() const { return places_; }

 private:
  std::vector<NamedPlace> places_;
};

NamedPlaces Outputs(const Options& options) {
  NamedPlaces outputs;
  outputs.Add(kSave, options.save);
  outputs.Add("--history", options.history);
  outputs.Add("--step-log", options.step_log);
  for (const auto& [option, folder] :
       {std::pair<std::string_view, const std::string&>("--run-dir",
                                                        options.run_dir),
        std::pair<std::string_view, const std::string&>("--resume",
                                                        options.resume)}) {
    if (folder.empty()) continue;
    for (const std::string& file : RunDirectory::Files(folder)) {
      outputs.Add(option, file);
    }
  }
  return outputs;
}

NamedPlaces Inputs(const Model& model, const Options& options) {
  const DataInfo& data = model.data;
  NamedPlaces inputs;
  inputs.Add(kWeights, options.weights);
  for (const DataFiles& names : {data.train, data.test}) {
    for (const std::string& file : DatasetFiles::Present(options.data, names)) {
      inputs.Add("--data", file);
    }
  }
  return inputs;
}

// /dev/stdout and /dev/fd/1 are written to, not replaced. Weights are no text
// to be mixed with other text.
Status CheckStream(const NamedPlace& output, int descriptor,
                   std::string_view stream) {
  if (output.place.kind == OutputPlace::Kind::kDescriptor) {
    if (output.option != kSave || output.place.descriptor != descriptor) {
      return Status();
    }
    return UsageError(
        fmt::format("--save: {} is {}, which other text goes to; name a file",
                    output.path, stream));
  }
  if (!IsDescriptor(output.place, descriptor)) return Status();
  return UsageError(
      fmt::format("{}: {} goes to {}, too; name another file, or /dev/{} to "
                  "write between its lines",
                  output.option, stream, output.path,
                  descriptor == STDOUT_FILENO ? "stdout" : "stderr"));
}

Status CheckInputs(const NamedPlace& output, const NamedPlaces& inputs) {
  for (const NamedPlace& input : inputs.all()) {
    if (!IsSamePlace(output.place, input.place)) continue;
    if (output.option == kSave && input.option == kWeights) continue;
    return UsageError(fmt::format("{}: {} would replace {}, which {} reads",
                                  output.option, output.path, input.path,
                                  input.option));
  }
  return Status();
}

Status CheckOthers(const NamedPlaces& outputs, size_t index) {
  const NamedPlace& output = outputs.all()[index];
  for (size_t i = 0; i < index; ++i) {
    const NamedPlace& other = outputs.all()[i];
    if (!IsSamePlace(other.place, output.place)) continue;
    return UsageError(fmt::format("{} and {}: {} and {} are one file",
                                  other.option, output.option, other.path,
                                  output.path));
  }
  return Status();
}

}  // namespace

Status CheckOutputs(const Model& model, const Options& options) {
  const NamedPlaces inputs = Inputs(model, options);
  const NamedPlaces outputs = Outputs(options);
  for (size_t i = 0; i < outputs.all().size(); ++i) {
    const NamedPlace& output = outputs.all()[i];
    Status status = CheckStream(output, STDOUT_FILENO, "standard output");
    if (status.ok()) {
      status = CheckStream(output, STDERR_FILENO, "standard error");
    }
    if (status.ok()) status = CheckInputs(output, inputs);
    if (status.ok()) status = CheckOthers(outputs, i);
    if (!status.ok()) return status;
  }
  return Status();
}

}  // namespace sinter::runtime
