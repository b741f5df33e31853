// Tables: columns of numbers from a CSV file, plain or in gzip.
//
// Numbers are decimal, with a point, whatever the locale; blanks around them
// and a plus are allowed. They are rounded to float64 and then to float32.
// Missing values, texts and numbers that are not finite as float32 are errors:
// `path:line:column: reason`, where the column counts characters.
//
// The file is read once, from its beginning to its end; memory is that of the
// chosen columns and of one record (csv_parser.h has the limits).
#ifndef SINTER_RUNTIME_DATA_CSV_H_
#define SINTER_RUNTIME_DATA_CSV_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/data/csv_columns.h"
#include "runtime/data/csv_parser.h"
#include "runtime/engine/memory.h"
#include "runtime/engine/status.h"

namespace sinter::runtime {

struct CsvTable {
  uint64_t rows = 0;  // 0 < rows < 2^32
  ByteBuffer x;       // [rows, x columns] float32
  ByteBuffer y;       // [rows, y columns] float32, or labels: [rows] uint8
};

class CsvFile {
 public:
  // Opens the file, reads its first line and finds the columns in it.
  static StatusOr<CsvFile> Open(const std::string& path,
                                const CsvFormat& format, CsvColumns columns);

  const std::string& path() const { return parser_.path(); }
  // Of the chosen columns, in the order of the elements; numbers if there is no
  // header.
  std::vector<std::string> x_names() const { return NamesOf(chosen_.x); }
  std::vector<std::string> y_names() const { return NamesOf(chosen_.y); }

  // All rows. Call once.
  StatusOr<CsvTable> Read();

 private:
  CsvFile(CsvParser parser, const CsvFormat& format, CsvColumns columns)
      : parser_(std::move(parser)),
        format_(format),
        columns_(std::move(columns)) {}

  std::vector<std::string> NamesOf(const std::vector<size_t>& places) const;
  Status FindColumns();
  Status ReadRow(std::byte* x, std::byte* y) const;
  Status CheckFields() const;
  Status ReadFloats(const std::vector<size_t>& places, std::byte* out) const;
  Status ReadFloat(size_t field, float& value) const;
  Status ReadLabel(size_t field, std::byte& label) const;
  Status ReadClass(size_t field, std::byte& label) const;
  // "'text' in column 'name' is REASON".
  Status FieldError(size_t field, std::string_view reason) const;
  Status MissingValue(size_t field) const;

  CsvParser parser_;
  CsvFormat format_;
  CsvColumns columns_;
  std::vector<std::string> names_;  // of all columns
  ChosenColumns chosen_;
};

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_DATA_CSV_H_
