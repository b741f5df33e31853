// CSV files, plain and in gzip. The first byte of an input says how the rest is
// read: the separator, whether there is a header, what y is.
//
// A table is the same whether packed or not. Its elements are finite, and
// written as plainly as can be they are read again as they were.
#include <fmt/format.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/data/csv.h"
#include "tests/fuzz/targets/gzip.h"
#include "tests/fuzz/targets/memory_file.h"
#include "tests/fuzz/targets/require.h"

namespace sinter {
namespace {

struct Table {
  uint64_t rows;
  std::vector<std::string> names;  // of x
  std::vector<float> x;
  std::string y;
  bool operator==(const Table&) const = default;
};

struct Choice {
  runtime::CsvFormat format;
  runtime::CsvColumns columns;
};

Choice ChoiceOf(uint8_t byte) {
  Choice choice;
  choice.format.header = (byte & 1) != 0;
  choice.format.separator = (byte & 2) != 0 ? ';' : ',';
  if ((byte & 4) != 0) choice.columns.y = {choice.format.header ? "y" : "1"};
  choice.columns.y_is_label = (byte & 12) == 12;
  if ((byte & 28) == 28) choice.columns.classes = {"cat", "dog", "a b"};
  if ((byte & 32) != 0) {
    choice.columns.x = {choice.format.header ? "x" : "0"};
  }
  return choice;
}

std::optional<Table> Read(std::string_view content, const Choice& choice) {
  const MemoryFile memory(content);
  runtime::StatusOr<runtime::CsvFile> file =
      runtime::CsvFile::Open(memory.path(), choice.format, choice.columns);
  if (!file.ok()) return std::nullopt;
  const runtime::StatusOr<runtime::CsvTable> read = file->Read();
  if (!read.ok()) return std::nullopt;
  Table table{read->rows, file->x_names(), {}, {}};
  Require(read->x.size() == read->rows * table.names.size() * sizeof(float),
          "all elements, and no more");
  table.x.resize(read->x.size() / sizeof(float));
  std::memcpy(table.x.data(), read->x.data(), read->x.size());
  table.y.assign(reinterpret_cast<const char*>(read->y.data()), read->y.size());
  return table;
}

std::string Quoted(std::string_view name) {
  std::string text = "\"";
  for (const char c : name) text += c == '"' ? "\"\"" : std::string(1, c);
  return text + '"';
}

std::string Write(const Table& table) {
  std::string text;
  for (const std::string& name : table.names) text += Quoted(name) + ',';
  text.back() = '\n';
  for (size_t i = 0; i < table.x.size(); ++i) {
    const bool ends_row = (i + 1) % table.names.size() == 0;
    text += fmt::format("{:.9g}{}", table.x[i], ends_row ? '\n' : ',');
  }
  return text;
}

void Check(std::string_view content, const Choice& choice) {
  const std::optional<Table> table = Read(content, choice);
  if (!IsPacked(content)) {
    Require(table == Read(Pack(content), choice), "gzip changes nothing");
  }
  if (!table) return;
  Require(table->rows > 0 && !table->names.empty(), "a table is not empty");
  for (const float value : table->x) {
    Require(std::isfinite(value), "elements are finite");
  }
  const std::optional<Table> again = Read(Write(*table), Choice());
  Require(again && again->names == table->names && again->x == table->x,
          "a table that is written is read again");
}

}  // namespace
}  // namespace sinter

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  sinter::Check({reinterpret_cast<const char*>(data) + 1, size - 1},
                sinter::ChoiceOf(data[0]));
  return 0;
}
