#include "runtime/data/dataset.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string_view>

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

StatusOr<IdxFile> OpenArray(const std::string& folder,
                            const std::string& name) {
  // A file that is not there gets its message from opening it.
  return IdxFile::Open(FindFile(folder, name).value_or(folder + "/" + name));
}

// Images of one channel are often stored without it.
std::vector<uint32_t> WithoutLastOnes(std::vector<uint32_t> shape) {
  while (shape.size() > 1 && shape.back() == 1) shape.pop_back();
  return shape;
}

Status CheckSamples(const Model& model, const IdxFile& x) {
  std::vector<uint32_t> expected{x.shape()[0]};
  expected.insert(expected.end(), model.input_shape.begin(),
                  model.input_shape.end());
  if (WithoutLastOnes(x.shape()) != WithoutLastOnes(expected)) {
    return FileError(fmt::format(
        "{}: the array is {}, model {} reads samples of {}", x.path(),
        ShapeText(x.shape()), model.name,
        ShapeText({model.input_shape.begin(), model.input_shape.end()})));
  }
  if (x.type() != model.input_type) {
    return FileError(fmt::format("{}: the elements are {}, model {} reads {}",
                                 x.path(), ElementTypeName(x.type()),
                                 model.name,
                                 ElementTypeName(model.input_type)));
  }
  if (x.shape()[0] == 0) {
    return FileError(fmt::format("{}: there are no samples", x.path()));
  }
  return Status();
}

Status CheckLabelHeader(const IdxFile& y, const IdxFile& x) {
  if (y.shape().size() != 1 || y.type() != ElementType::kUint8) {
    return FileError(
        fmt::format("{}: labels are one dimension of uint8, this is {} of {}",
                    y.path(), ShapeText(y.shape()), ElementTypeName(y.type())));
  }
  if (y.shape()[0] != x.shape()[0]) {
    return FileError(fmt::format("{}: {} labels for {} samples", y.path(),
                                 y.shape()[0], x.shape()[0]));
  }
  return Status();
}

Status CheckLabels(const Model& model, const std::string& path,
                   std::span<const std::byte> labels) {
  const auto bad = std::find_if(
      labels.begin(), labels.end(),
      [&](std::byte label) { return uint32_t(label) >= model.classes; });
  if (bad == labels.end()) return Status();
  return FileError(fmt::format(
      "{}: label {} of sample {} is not less than the {} classes of model {}",
      path, uint32_t(*bad), bad - labels.begin(), model.classes, model.name));
}

// Place `element` in an array of this shape, "(2, 3)".
std::string PlaceText(std::span<const uint32_t> shape, size_t element) {
  std::vector<uint32_t> place(shape.size());
  for (size_t i = shape.size(); i-- > 0; element /= shape[i]) {
    place[i] = element % shape[i];
  }
  return ShapeText(place);
}

// One NaN in one sample makes all weights NaN.
Status CheckFinite(const IdxFile& x, std::span<const float> elements) {
  const auto bad =
      std::find_if_not(elements.begin(), elements.end(),
                       [](float element) { return std::isfinite(element); });
  if (bad == elements.end()) return Status();
  const size_t sample_elements = elements.size() / x.shape()[0];
  const size_t at = bad - elements.begin();
  return FileError(fmt::format(
      "{}: element {} of sample {} is {}, not a finite number", x.path(),
      PlaceText(std::span(x.shape()).subspan(1), at % sample_elements),
      at / sample_elements, WithoutNanSign(*bad)));
}

}  // namespace

std::string Dataset::Checksum() const {
  Crc32 sum;
  sum.Add(x.bytes());
  sum.Add(y.bytes());
  return sum.Text();
}

std::vector<std::string> DatasetFiles::Present(const std::string& folder,
                                               const std::string& x_name,
                                               const std::string& y_name) {
  std::vector<std::string> present;
  for (const std::string& name : {x_name, y_name}) {
    if (auto path = FindFile(folder, name)) present.push_back(*path);
  }
  return present;
}

StatusOr<DatasetFiles> DatasetFiles::Open(const Model& model,
                                          const std::string& folder,
                                          const std::string& x_name,
                                          const std::string& y_name) {
  StatusOr<IdxFile> x = OpenArray(folder, x_name);
  if (!x.ok()) return x.status();
  StatusOr<IdxFile> y = OpenArray(folder, y_name);
  if (!y.ok()) return y.status();
  Status status = CheckSamples(model, *x);
  if (status.ok()) status = CheckLabelHeader(*y, *x);
  if (!status.ok()) return status;
  StatusOr<ByteBuffer> labels = y->ReadElements();
  if (!labels.ok()) return labels.status();
  status = CheckLabels(model, y->path(), labels->bytes());
  if (!status.ok()) return status;
  return DatasetFiles(std::move(*x), std::move(*labels));
}

StatusOr<Dataset> DatasetFiles::Read() {
  StatusOr<ByteBuffer> x = x_.ReadElements();
  if (!x.ok()) return x.status();
  if (x_.type() == ElementType::kFloat32) {
    const Status status = CheckFinite(
        x_,
        {reinterpret_cast<const float*>(x->data()), x->size() / sizeof(float)});
    if (!status.ok()) return status;
  }
  return Dataset{std::move(*x), std::move(y_)};
}

}  // namespace sinter::runtime
