// The records of a CSV file, one after the other, as RFC 4180 has them.
//
// Fields stand between separators; in quotes they may hold separators, line
// ends and doubled quotes. Lines end with LF or CRLF, the last one with nothing
// if it likes. A UTF-8 mark at the beginning is skipped, so are empty lines at
// the end.
//
// Errors are `path:line:column: reason`. Lines are those of an editor: one
// within quotes counts. Columns count characters of UTF-8.
#ifndef SINTER_RUNTIME_DATA_CSV_PARSER_H_
#define SINTER_RUNTIME_DATA_CSV_PARSER_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/data/file_reader.h"
#include "runtime/engine/status.h"

namespace sinter::runtime {

// What a record may hold at most; memory is bounded by the second.
inline constexpr size_t kMostCsvFieldBytes = size_t{1} << 20;
inline constexpr size_t kMostCsvRecordBytes = size_t{16} << 20;
inline constexpr size_t kMostCsvFields = 100'000;

// Both from 1.
struct CsvPlace {
  uint64_t line = 1;
  uint64_t column = 1;
};

// Without the spaces and tabs at its ends.
std::string_view WithoutBlanks(std::string_view text);

class CsvParser {
 public:
  // `separator` is no quote and no line end.
  CsvParser(std::unique_ptr<FileReader> reader, char separator);

  // Reads the next record in place of the last; false: there is none.
  StatusOr<bool> ReadRecord();

  // Of the record.
  size_t fields() const { return fields_.size(); }
  // Without quotes, valid until the next record is read. Blanks around a field
  // that has no quotes are no part of it.
  std::string_view Text(size_t field) const;
  CsvPlace PlaceOf(size_t field) const { return fields_[field].place; }
  size_t RecordBytes() const { return text_.size() + fields_.size(); }

  // The next character's.
  CsvPlace place() const { return place_; }
  // The content of real data rarely has more bytes.
  uint64_t UsualBytes() const { return reader_->UsualContentBytes(); }
  const std::string& path() const { return reader_->path(); }
  Status Error(CsvPlace place, const std::string& reason) const;

 private:
  struct Field {
    size_t begin;  // in text_
    size_t end;
    CsvPlace place;
    bool has_quotes;
  };

  StatusOr<bool> ReadLine();
  Status ReadField();
  Status ReadPlainField();
  Status ReadQuotedField();
  Status Append(int c);
  Status EndCarriageReturn();
  Status LimitError() const;
  bool IsEmptyLine() const;
  bool IsFieldEnd(int c) const;
  int Peek();
  void Advance();
  void Fill();
  void SkipMark();

  std::unique_ptr<FileReader> reader_;
  char separator_;
  std::array<bool, 256> is_plain_;  // characters that end no run of text
  std::unique_ptr<std::byte[]> block_;
  const std::byte* next_;  // of block_
  const std::byte* end_;
  Status read_error_;  // of the file; it ends there
  CsvPlace place_;
  std::optional<CsvPlace> empty_line_;  // the first one, if all since are empty
  std::string text_;                    // of all fields
  std::vector<Field> fields_;
};

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_DATA_CSV_PARSER_H_
