#include "runtime/data/dataset.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string_view>

#include "runtime/data/csv.h"
#include "runtime/engine/label_check.h"
#include "runtime/engine/metrics.h"
#include "runtime/files/crc32.h"

namespace sinter::runtime {
namespace {

constexpr std::string_view kGzipSuffix = ".gz";

// The name under which a file is there, if it is.
std::optional<std::string> FindFile(const std::string& folder,
                                    const std::string& name) {
  const std::string path = folder + "/" + name;
  const std::string other =
      path.ends_with(kGzipSuffix)
          ? path.substr(0, path.size() - kGzipSuffix.size())
          : path + std::string(kGzipSuffix);
  for (const std::string& candidate : {path, other}) {
    if (access(candidate.c_str(), F_OK) == 0) return candidate;
  }
  return std::nullopt;
}

// A file that is not there gets its message from opening it.
std::string PathOf(const std::string& folder, const std::string& name) {
  return FindFile(folder, name).value_or(folder + "/" + name);
}

// Images of one channel are often stored without it.
std::vector<uint32_t> WithoutLastOnes(std::vector<uint32_t> shape) {
  while (shape.size() > 1 && shape.back() == 1) shape.pop_back();
  return shape;
}

Status CheckSamples(const Model& model, const InputInfo& input,
                    const ArrayFile& x) {
  std::vector<uint32_t> expected{x.shape()[0]};
  expected.insert(expected.end(), input.shape.begin(), input.shape.end());
  if (WithoutLastOnes(x.shape()) != WithoutLastOnes(expected)) {
    return FileError(
        fmt::format("{}: the array is {}, model {} reads samples of {}",
                    x.path(), ShapeText(x.shape()), model.name,
                    ShapeText({input.shape.begin(), input.shape.end()})));
  }
  if (Status status = x.CheckReadableAs(input.type); !status.ok()) {
    return status;
  }
  if (x.shape()[0] == 0) {
    return FileError(fmt::format("{}: there are no samples", x.path()));
  }
  return Status();
}

// As many targets as samples.
Status CheckCount(const ArrayFile& y, const char* what, uint32_t samples) {
  if (y.shape()[0] == samples) return Status();
  return FileError(fmt::format("{}: {} {} for {} samples", y.path(),
                               y.shape()[0], what, samples));
}

Status CheckLabelHeader(const ArrayFile& y, uint32_t samples) {
  const bool are_integers = y.CheckReadableAs(ElementType::kUint8).ok();
  if (WithoutLastOnes(y.shape()).size() != 1 || !are_integers) {
    return FileError(fmt::format(
        "{}: labels are one dimension of integers, this is {} of {}", y.path(),
        ShapeText(y.shape()), y.type_name()));
  }
  return CheckCount(y, "labels", samples);
}

// Whether each sample has so many elements, in whatever shape: what an
// autoencoder is compared with may be images.
bool HasElementsPerSample(const std::vector<uint32_t>& shape,
                          uint64_t elements) {
  uint64_t found = 1;
  for (size_t i = 1; i < shape.size() && found <= elements; ++i)
    found *= shape[i];
  return found == elements;
}

Status CheckValueHeader(const Model& model, const OutputInfo& output,
                        const ArrayFile& y, uint32_t samples) {
  if (!HasElementsPerSample(y.shape(), output.elements)) {
    return FileError(
        fmt::format("{}: the array is {}, output {} of model {} is compared "
                    "with {} values a sample",
                    y.path(), ShapeText(y.shape()), output.name, model.name,
                    output.elements));
  }
  return CheckCount(y, "targets", samples);
}

Status CheckLabels(const Model& model, const OutputInfo& output,
                   const std::string& path, std::span<const std::byte> labels) {
  const std::string complaint = LabelComplaint(model, output, labels);
  return complaint.empty() ? Status() : FileError(path + ": " + complaint);
}

// One NaN in one sample makes all weights NaN. `shape` is that of all.
Status CheckFinite(const std::string& path, const std::vector<uint32_t>& shape,
                   std::span<const std::byte> bytes) {
  const std::span elements(reinterpret_cast<const float*>(bytes.data()),
                           bytes.size() / sizeof(float));
  const auto bad =
      std::find_if_not(elements.begin(), elements.end(),
                       [](float element) { return std::isfinite(element); });
  if (bad == elements.end()) return Status();
  const size_t sample_elements = elements.size() / shape[0];
  const size_t at = bad - elements.begin();
  return FileError(fmt::format(
      "{}: element {} of sample {} is {}, not a finite number", path,
      ElementPlace(std::span(shape).subspan(1), at % sample_elements),
      at / sample_elements, WithoutNanSign(*bad)));
}

std::vector<std::string> Names(std::span<const char* const> names) {
  return {names.begin(), names.end()};
}

std::string CountText(size_t columns) {
  return columns == 1 ? "1 column" : fmt::format("{} columns", columns);
}

// The columns of a table, as the model reads them.
StatusOr<CsvFile> OpenColumns(const Model& model, const std::string& path) {
  const TableInfo& table = model.data.table;
  const OutputInfo& output = model.outputs.front();
  const InputInfo& input = model.inputs.front();
  const bool has_labels = output.target == TargetKind::kLabels;
  StatusOr<CsvFile> file =
      CsvFile::Open(path, {table.separator, table.has_header},
                    {Names(table.x), Names(table.y), has_labels,
                     Names(output.classes), output.elements});
  if (!file.ok()) return file;
  const size_t columns = file->x_names().size();
  if (columns != input.elements) {
    return FileError(fmt::format(
        "{}: {} of samples, {}; model {} reads {}", path, CountText(columns),
        QuotedNames(file->x_names()), model.name, input.elements));
  }
  const size_t values = file->y_names().size();
  if (!has_labels && values != output.elements) {
    return FileError(
        fmt::format("{}: {} of values, model {} is compared with {}", path,
                    CountText(values), model.name, output.elements));
  }
  return file;
}

}  // namespace

std::string Dataset::Checksum() const {
  Crc32 sum;
  for (const ByteBuffer& array : x) sum.Add(array.bytes());
  for (const ByteBuffer& array : y) sum.Add(array.bytes());
  return sum.Text();
}

Dataset::operator SampleView() const {
  SampleView view;
  const auto data = [](const ByteBuffer& array) { return array.data(); };
  std::ranges::transform(x, view.x.begin(), data);
  std::ranges::transform(y, view.y.begin(), data);
  view.count = count;
  return view;
}

std::vector<std::string> DatasetFiles::Present(const std::string& folder,
                                               const DataFiles& names) {
  std::vector<std::string> present;
  if (names.table != nullptr) {
    if (auto path = FindFile(folder, names.table)) present.push_back(*path);
    return present;
  }
  for (const auto& group : {names.x, names.y}) {
    for (const char* name : group) {
      if (auto path = FindFile(folder, name)) present.push_back(*path);
    }
  }
  return present;
}

StatusOr<DatasetFiles> DatasetFiles::Open(const Model& model,
                                          const std::string& folder,
                                          const DataFiles& names) {
  DatasetFiles files;
  if (names.table != nullptr) {
    const Status status = files.OpenTable(model, folder, names);
    if (!status.ok()) return status;
    return files;
  }
  for (size_t i = 0; i < model.inputs.size(); ++i) {
    Status status = files.OpenInput(model, model.inputs[i], folder, names.x[i]);
    if (!status.ok()) return status;
  }
  for (size_t i = 0; i < model.outputs.size(); ++i) {
    Status status =
        files.OpenTargets(model, model.outputs[i], folder, names.y[i]);
    if (!status.ok()) return status;
  }
  return files;
}

Status DatasetFiles::OpenTable(const Model& model, const std::string& folder,
                               const DataFiles& names) {
  const std::string path = PathOf(folder, names.table);
  StatusOr<CsvFile> file = OpenColumns(model, path);
  if (!file.ok()) return file.status();
  StatusOr<CsvTable> table = file->Read();
  if (!table.ok()) return table.status();
  std::vector<uint32_t> shape = {static_cast<uint32_t>(table->rows)};
  const InputInfo& input = model.inputs.front();
  shape.insert(shape.end(), input.shape.begin(), input.shape.end());
  x_.push_back(
      {std::move(shape), ElementType::kFloat32, nullptr, std::move(table->x)});
  y_.push_back(std::move(table->y));
  return Status();
}

Status DatasetFiles::OpenInput(const Model& model, const InputInfo& input,
                               const std::string& folder, const char* name) {
  StatusOr<std::unique_ptr<ArrayFile>> opened =
      OpenArrayFile(PathOf(folder, name));
  if (!opened.ok()) return opened.status();
  const ArrayFile& x = **opened;
  if (Status status = CheckSamples(model, input, x); !status.ok()) {
    return status;
  }
  if (!x_.empty() && x.shape()[0] != samples()) {
    return FileError(fmt::format("{}: {} samples, but {} of input {}", x.path(),
                                 x.shape()[0], samples(),
                                 model.inputs.front().name));
  }
  x_.push_back({x.shape(), input.type, std::move(*opened)});
  return Status();
}

Status DatasetFiles::OpenTargets(const Model& model, const OutputInfo& output,
                                 const std::string& folder, const char* name) {
  StatusOr<std::unique_ptr<ArrayFile>> opened =
      OpenArrayFile(PathOf(folder, name));
  if (!opened.ok()) return opened.status();
  ArrayFile& y = **opened;
  const bool has_labels = output.target == TargetKind::kLabels;
  Status status = has_labels ? CheckLabelHeader(y, samples())
                             : CheckValueHeader(model, output, y, samples());
  if (!status.ok()) return status;
  StatusOr<ByteBuffer> targets =
      y.Read(has_labels ? ElementType::kUint8 : ElementType::kFloat32);
  if (!targets.ok()) return targets.status();
  status = has_labels ? CheckLabels(model, output, y.path(), targets->bytes())
                      : CheckFinite(y.path(), y.shape(), targets->bytes());
  if (!status.ok()) return status;
  y_.push_back(std::move(*targets));
  return Status();
}

StatusOr<Dataset> DatasetFiles::Read() {
  Dataset data;
  data.count = samples();
  for (Samples& x : x_) {
    if (x.file != nullptr) {
      StatusOr<ByteBuffer> elements = x.file->Read(x.type);
      if (!elements.ok()) return elements.status();
      x.elements = std::move(*elements);
    }
    if (x.file != nullptr && x.type == ElementType::kFloat32) {
      const Status status =
          CheckFinite(x.file->path(), x.shape, x.elements.bytes());
      if (!status.ok()) return status;
    }
    data.x.push_back(std::move(x.elements));
  }
  data.y = std::move(y_);
  return data;
}

}  // namespace sinter::runtime
