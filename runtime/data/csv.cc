#include "runtime/data/csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <charconv>
#include <cmath>
#include <cstring>
#include <memory>
#include <system_error>

#include "runtime/data/array_elements.h"
#include "runtime/data/file_reader.h"
#include "runtime/engine/parse_number.h"

namespace sinter::runtime {
namespace {

constexpr uint64_t kMostRows = UINT32_MAX;

// Rows of one size, one after the other.
class GrowingRows {
 public:
  GrowingRows(size_t row_bytes, uint64_t usual_rows)
      : row_bytes_(row_bytes), first_rows_(std::max<uint64_t>(1, usual_rows)) {}

  // Room for one more.
  std::byte* Add() {
    if (rows_ == room_) {
      // Huge pages do not survive growing.
      room_ = std::max(first_rows_, 2 * room_);
      bytes_.Resize(room_ * row_bytes_);
    }
    return bytes_.data() + rows_++ * row_bytes_;
  }

  uint64_t rows() const { return rows_; }

  ByteBuffer Take() {
    bytes_.Resize(rows_ * row_bytes_);
    return std::move(bytes_);
  }

 private:
  size_t row_bytes_;
  uint64_t first_rows_;
  uint64_t rows_ = 0;
  uint64_t room_ = 0;
  ByteBuffer bytes_;
};

// std::from_chars takes no plus.
std::string_view WithoutPlus(std::string_view number) {
  const bool has_plus = number.starts_with('+') && !number.starts_with("+-");
  return has_plus ? number.substr(1) : number;
}

// What is wrong with a number, "" if nothing.
std::string_view ParseFiniteFloat(std::string_view text, float& value) {
  text = WithoutPlus(text);
  const char* const end = text.data() + text.size();
  double parsed = 0;
  const auto [rest, error] = std::from_chars(text.data(), end, parsed);
  if (error == std::errc::invalid_argument || rest != end) {
    return "not a number";
  }
  if (error == std::errc::result_out_of_range) {
    return "beyond the range of float64";
  }
  if (!std::isfinite(parsed)) return "not a finite number";
  if (std::abs(parsed) >= kBeyondFloat32) return "beyond the range of float32";
  value = static_cast<float>(parsed);
  return "";
}

}  // namespace

StatusOr<CsvFile> CsvFile::Open(const std::string& path,
                                const CsvFormat& format, CsvColumns columns) {
  assert(!columns.y_is_label || columns.y.size() == 1);
  assert(columns.classes.size() <= 256);
  StatusOr<std::unique_ptr<FileReader>> reader = FileReader::Open(path);
  if (!reader.ok()) return reader.status();
  CsvFile file(CsvParser(std::move(*reader), format.separator), format,
               std::move(columns));
  if (Status status = file.FindColumns(); !status.ok()) return status;
  return file;
}

std::vector<std::string> CsvFile::NamesOf(
    const std::vector<size_t>& places) const {
  std::vector<std::string> names;
  names.reserve(places.size());
  for (const size_t place : places) names.push_back(names_[place]);
  return names;
}

Status CsvFile::FindColumns() {
  const StatusOr<bool> got = parser_.ReadRecord();
  if (!got.ok()) return got.status();
  if (!*got) return parser_.Error(CsvPlace(), "the file is empty");
  names_ = ColumnNames(parser_, format_);
  StatusOr<ChosenColumns> chosen = ChooseColumns(parser_, names_, columns_);
  if (!chosen.ok()) return chosen.status();
  chosen_ = std::move(*chosen);
  return Status();
}

StatusOr<CsvTable> CsvFile::Read() {
  // Without a header the first record is a row.
  StatusOr<bool> got = format_.header ? parser_.ReadRecord() : true;
  const uint64_t usual_rows =
      std::min(kMostRows, parser_.UsualBytes() / (parser_.RecordBytes() + 1));
  GrowingRows x(chosen_.x.size() * sizeof(float), usual_rows);
  GrowingRows y(columns_.y_is_label ? 1 : chosen_.y.size() * sizeof(float),
                usual_rows);
  for (; got.ok() && *got; got = parser_.ReadRecord()) {
    if (x.rows() == kMostRows) {
      return parser_.Error(parser_.PlaceOf(0),
                           fmt::format("more than {} rows", kMostRows));
    }
    if (Status status = ReadRow(x.Add(), y.Add()); !status.ok()) return status;
  }
  if (!got.ok()) return got.status();
  if (x.rows() == 0) return parser_.Error(parser_.place(), "there are no rows");
  return CsvTable{x.rows(), x.Take(), y.Take()};
}

Status CsvFile::ReadRow(std::byte* x, std::byte* y) const {
  Status status = CheckFields();
  if (status.ok()) status = ReadFloats(chosen_.x, x);
  if (!status.ok()) return status;
  if (!columns_.y_is_label) return ReadFloats(chosen_.y, y);
  const size_t field = chosen_.y[0];
  return columns_.classes.empty() ? ReadLabel(field, *y) : ReadClass(field, *y);
}

Status CsvFile::CheckFields() const {
  const size_t fields = parser_.fields();
  if (fields == names_.size()) return Status();
  const size_t place = std::min(fields - 1, names_.size());
  return parser_.Error(
      parser_.PlaceOf(place),
      fmt::format("{} {}; the first line has {}", fields,
                  fields == 1 ? "field" : "fields", names_.size()));
}

Status CsvFile::ReadFloats(const std::vector<size_t>& places,
                           std::byte* out) const {
  for (const size_t place : places) {
    float value = 0;
    if (Status status = ReadFloat(place, value); !status.ok()) return status;
    std::memcpy(out, &value, sizeof(value));
    out += sizeof(value);
  }
  return Status();
}

Status CsvFile::ReadFloat(size_t field, float& value) const {
  // Blanks within quotes are a part of a text, but not of a number.
  const std::string_view text = WithoutBlanks(parser_.Text(field));
  if (text.empty()) return MissingValue(field);
  const std::string_view error = ParseFiniteFloat(text, value);
  return error.empty() ? Status() : FieldError(field, error);
}

Status CsvFile::ReadLabel(size_t field, std::byte& label) const {
  const std::string_view text = WithoutBlanks(parser_.Text(field));
  if (text.empty()) return MissingValue(field);
  uint32_t number = 0;
  const uint32_t last = columns_.labels - 1;
  if (!ParseNumber<uint32_t>(WithoutPlus(text), 0, last, number)) {
    return FieldError(field,
                      fmt::format("not a class, 0 to {}, and the model names "
                                  "no classes",
                                  last));
  }
  label = static_cast<std::byte>(number);
  return Status();
}

Status CsvFile::ReadClass(size_t field, std::byte& label) const {
  const std::string_view text = parser_.Text(field);
  const auto found = std::ranges::find(columns_.classes, text);
  if (found != columns_.classes.end()) {
    label = static_cast<std::byte>(found - columns_.classes.begin());
    return Status();
  }
  if (text.empty()) return MissingValue(field);
  return FieldError(
      field, fmt::format("none of the {} classes {}", columns_.classes.size(),
                         QuotedNames(columns_.classes)));
}

Status CsvFile::FieldError(size_t field, std::string_view reason) const {
  return parser_.Error(
      parser_.PlaceOf(field),
      fmt::format("{} in column {} is {}", QuotedText(parser_.Text(field)),
                  QuotedText(names_[field]), reason));
}

Status CsvFile::MissingValue(size_t field) const {
  return parser_.Error(
      parser_.PlaceOf(field),
      fmt::format("there is no value in column {}", QuotedText(names_[field])));
}

}  // namespace sinter::runtime
