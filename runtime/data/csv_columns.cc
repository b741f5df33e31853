#include "runtime/data/csv_columns.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string_view>

namespace sinter::runtime {
namespace {

// In messages.
constexpr size_t kMostNames = 20;
constexpr size_t kMostTextBytes = 60;

class ColumnChoice {
 public:
  ColumnChoice(const CsvParser& parser, const std::vector<std::string>& names)
      : parser_(parser), names_(names), is_chosen_(names.size()) {
    for (size_t i = 0; i < names.size(); ++i) places_[names[i]].push_back(i);
  }

  Status Choose(const std::string& name, std::vector<size_t>& chosen) {
    const auto found = places_.find(name);
    if (found == places_.end()) {
      return parser_.Error(parser_.PlaceOf(0),
                           fmt::format("there is no column {}; there are {}",
                                       QuotedText(name), QuotedNames(names_)));
    }
    const std::vector<size_t>& places = found->second;
    if (places.size() > 1) {
      return parser_.Error(
          parser_.PlaceOf(places[1]),
          fmt::format("column {} is there twice", QuotedText(name)));
    }
    if (is_chosen_[places[0]]) {
      return parser_.Error(
          parser_.PlaceOf(places[0]),
          fmt::format("column {} is chosen twice", QuotedText(name)));
    }
    is_chosen_[places[0]] = true;
    chosen.push_back(places[0]);
    return Status();
  }

  Status ChooseAll(const std::vector<std::string>& names,
                   std::vector<size_t>& chosen) {
    for (const std::string& name : names) {
      if (Status status = Choose(name, chosen); !status.ok()) return status;
    }
    return Status();
  }

  Status ChooseRest(std::vector<size_t>& chosen) {
    for (size_t i = 0; i < names_.size(); ++i) {
      if (is_chosen_[i]) continue;
      if (Status status = Choose(names_[i], chosen); !status.ok()) {
        return status;
      }
    }
    if (!chosen.empty()) return Status();
    return parser_.Error(parser_.PlaceOf(0), "no column is left for x");
  }

 private:
  const CsvParser& parser_;
  const std::vector<std::string>& names_;
  std::map<std::string_view, std::vector<size_t>> places_;
  std::vector<bool> is_chosen_;
};

}  // namespace

std::vector<std::string> ColumnNames(const CsvParser& parser,
                                     const CsvFormat& format) {
  std::vector<std::string> names;
  for (size_t i = 0; i < parser.fields(); ++i) {
    names.push_back(format.header ? std::string(parser.Text(i))
                                  : std::to_string(i));
  }
  return names;
}

StatusOr<ChosenColumns> ChooseColumns(const CsvParser& parser,
                                      const std::vector<std::string>& names,
                                      const CsvColumns& columns) {
  ColumnChoice choice(parser, names);
  ChosenColumns chosen;
  Status status = choice.ChooseAll(columns.y, chosen.y);
  if (status.ok()) {
    status = columns.x.empty() ? choice.ChooseRest(chosen.x)
                               : choice.ChooseAll(columns.x, chosen.x);
  }
  if (!status.ok()) return status;
  return chosen;
}

std::string QuotedNames(const std::vector<std::string>& names) {
  std::string text;
  for (size_t i = 0; i < std::min(names.size(), kMostNames); ++i) {
    text += (i == 0 ? "" : ", ") + QuotedText(names[i]);
  }
  if (names.size() > kMostNames) {
    text += fmt::format(" and {} more", names.size() - kMostNames);
  }
  return text;
}

std::string QuotedText(std::string_view text) {
  if (text.size() <= kMostTextBytes) return fmt::format("'{}'", text);
  size_t end = kMostTextBytes;
  while (end > 0 && (text[end] & 0xc0) == 0x80) --end;  // whole characters
  return fmt::format("'{}...'", text.substr(0, end));
}

}  // namespace sinter::runtime
