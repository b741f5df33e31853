// Which columns of a table are samples, which are labels or values to learn.
#ifndef SINTER_RUNTIME_DATA_CSV_COLUMNS_H_
#define SINTER_RUNTIME_DATA_CSV_COLUMNS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/data/csv_parser.h"
#include "runtime/engine/status.h"

namespace sinter::runtime {

struct CsvFormat {
  char separator = ',';  // no quote, no line end
  bool header = true;    // the first line names the columns
};

// Columns by their names in the header; without one by numbers from 0, "3".
struct CsvColumns {
  std::vector<std::string> x;  // none: all but those of y, in the file's order
  std::vector<std::string> y;  // none: the table has no y
  bool y_is_label = false;     // y is one column, of classes
  // Label i is written classes[i], at most 256; none: labels are numbers.
  std::vector<std::string> classes;
  uint32_t labels = 256;  // numbers are less; 1 to 256
};

// Places of the columns in a record.
struct ChosenColumns {
  std::vector<size_t> x;
  std::vector<size_t> y;
};

// Of the parser's record, the file's first: the names, or "0", "1" and so on.
std::vector<std::string> ColumnNames(const CsvParser& parser,
                                     const CsvFormat& format);

// `names` are ColumnNames. An error for a name that is not there, is there
// twice, or is chosen twice, and if no column is left for x.
StatusOr<ChosenColumns> ChooseColumns(const CsvParser& parser,
                                      const std::vector<std::string>& names,
                                      const CsvColumns& columns);

// "'cat', 'dog'"; many names are cut short.
std::string QuotedNames(const std::vector<std::string>& names);

// A text of the file for a message, in quotes; a long one is cut short.
std::string QuotedText(std::string_view text);

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_DATA_CSV_COLUMNS_H_
