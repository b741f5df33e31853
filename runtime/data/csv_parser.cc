#include "runtime/data/csv_parser.h"

#include <fmt/format.h>

#include <cassert>
#include <utility>

namespace sinter::runtime {
namespace {

constexpr size_t kCsvBlockBytes = 64 * 1024;
constexpr int kEndOfCsv = -1;

bool IsBlank(char c) { return c == ' ' || c == '\t'; }

}  // namespace

CsvParser::CsvParser(std::unique_ptr<FileReader> reader, char separator)
    : reader_(std::move(reader)),
      separator_(separator),
      block_(new std::byte[kCsvBlockBytes]),
      next_(block_.get()),
      end_(block_.get()) {
  assert(separator != '"' && separator != '\r' && separator != '\n');
  is_plain_.fill(true);
  for (const char c : {separator, '"', '\r', '\n', '\0'}) {
    is_plain_[static_cast<unsigned char>(c)] = false;
  }
  Fill();
  SkipMark();
}

StatusOr<bool> CsvParser::ReadRecord() {
  for (;;) {
    const StatusOr<bool> got = ReadLine();
    // Whatever the text looks like then, the file could not be read.
    if (!read_error_.ok()) return read_error_;
    if (!got.ok() || !*got) return got;
    if (!IsEmptyLine()) break;
    if (!empty_line_) empty_line_ = PlaceOf(0);
  }
  if (empty_line_) return Error(*empty_line_, "an empty line");
  return true;
}

std::string_view WithoutBlanks(std::string_view text) {
  while (!text.empty() && IsBlank(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsBlank(text.back())) text.remove_suffix(1);
  return text;
}

std::string_view CsvParser::Text(size_t field) const {
  const auto& [begin, end, place, has_quotes] = fields_[field];
  const auto text = std::string_view(text_).substr(begin, end - begin);
  return has_quotes ? text : WithoutBlanks(text);
}

Status CsvParser::Error(CsvPlace place, const std::string& reason) const {
  return FileError(
      fmt::format("{}:{}:{}: {}", path(), place.line, place.column, reason));
}

// One record, or an empty line; false at the end.
StatusOr<bool> CsvParser::ReadLine() {
  text_.clear();
  fields_.clear();
  if (Peek() == kEndOfCsv) return false;
  for (;;) {
    if (Status status = ReadField(); !status.ok()) return status;
    const int c = Peek();
    if (c != kEndOfCsv) Advance();
    if (c != static_cast<unsigned char>(separator_)) return true;
  }
}

// Stops at the separator or line end behind the field.
Status CsvParser::ReadField() {
  if (fields_.size() == kMostCsvFields) {
    return Error(place_, fmt::format("more than {} fields", kMostCsvFields));
  }
  const bool has_quotes = Peek() == '"';
  fields_.push_back({text_.size(), text_.size(), place_, has_quotes});
  const Status status = has_quotes ? ReadQuotedField() : ReadPlainField();
  fields_.back().end = text_.size();
  return status;
}

Status CsvParser::ReadPlainField() {
  for (;;) {
    const int c = Peek();
    if (IsFieldEnd(c)) return Status();
    if (c == '\r') return EndCarriageReturn();
    if (c == '"') {
      return Error(place_, "a quote in a field that does not begin with one");
    }
    if (Status status = Append(c); !status.ok()) return status;
  }
}

Status CsvParser::ReadQuotedField() {
  Advance();
  for (;;) {
    const int c = Peek();
    if (c == kEndOfCsv) {
      return Error(fields_.back().place, "the quote is not closed");
    }
    if (c == '"') {
      Advance();
      if (Peek() != '"') break;
    }
    if (Status status = Append(c); !status.ok()) return status;
  }
  const int c = Peek();
  if (c == '\r') return EndCarriageReturn();
  if (IsFieldEnd(c)) return Status();
  return Error(place_, "text follows the closing quote");
}

// Takes the next character into the field, and those behind it that mean
// nothing but themselves.
Status CsvParser::Append(int c) {
  if (c == 0) return Error(place_, "a zero byte; tables are text in UTF-8");
  const std::byte* const begin = next_;
  do {
    Advance();
  } while (next_ != end_ && is_plain_[static_cast<unsigned char>(*next_)]);
  text_.append(reinterpret_cast<const char*>(begin),
               static_cast<size_t>(next_ - begin));
  if (text_.size() - fields_.back().begin > kMostCsvFieldBytes ||
      text_.size() > kMostCsvRecordBytes) {
    return LimitError();
  }
  return Status();
}

Status CsvParser::LimitError() const {
  if (text_.size() > kMostCsvRecordBytes) {
    return Error(PlaceOf(0), fmt::format("the fields have more than {} bytes",
                                         kMostCsvRecordBytes));
  }
  return Error(
      fields_.back().place,
      fmt::format("the field has more than {} bytes", kMostCsvFieldBytes));
}

Status CsvParser::EndCarriageReturn() {
  const CsvPlace place = place_;
  Advance();
  if (Peek() == '\n') return Status();
  return Error(place, "a carriage return without a line feed");
}

bool CsvParser::IsEmptyLine() const {
  return fields_.size() == 1 && text_.empty() && !fields_[0].has_quotes;
}

bool CsvParser::IsFieldEnd(int c) const {
  return c == static_cast<unsigned char>(separator_) || c == '\n' ||
         c == kEndOfCsv;
}

int CsvParser::Peek() {
  if (next_ == end_) Fill();
  return next_ == end_ ? kEndOfCsv : static_cast<int>(*next_);
}

// Past a character that is there.
void CsvParser::Advance() {
  const auto c = static_cast<unsigned char>(*next_++);
  if (c == '\n') {
    ++place_.line;
    place_.column = 1;
  } else if ((c & 0xc0) != 0x80) {  // not a later byte of a character
    ++place_.column;
  }
}

void CsvParser::Fill() {
  const StatusOr<size_t> got = reader_->Read({block_.get(), kCsvBlockBytes});
  if (!got.ok()) read_error_ = got.status();
  next_ = block_.get();
  end_ = next_ + (got.ok() ? *got : 0);
}

void CsvParser::SkipMark() {
  constexpr std::string_view kMark = "\xef\xbb\xbf";
  const std::string_view begin(reinterpret_cast<const char*>(next_),
                               static_cast<size_t>(end_ - next_));
  if (begin.starts_with(kMark)) next_ += kMark.size();
}

}  // namespace sinter::runtime
