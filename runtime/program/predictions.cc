#include "runtime/program/predictions.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>
#include <vector>

#include "runtime/engine/metrics.h"
#include "runtime/engine/softmax.h"

namespace sinter::runtime {
namespace {

// What is shown of a sample, and how.
struct Columns {
  std::string_view symbol;  // "p(0)"
  std::string_view name;    // of one value
  std::string_view names;   // of all
  int width;
  bool fixed;  // four decimals: probabilities are never large
};

constexpr Columns kProbabilityColumns = {"p", "probability", "probabilities", 7,
                                         true};
constexpr Columns kValueColumns = {"out", "output", "outputs", 10, false};

const Columns& ColumnsFor(OutputKind kind) {
  return kind == OutputKind::kValues ? kValueColumns : kProbabilityColumns;
}

// As wide as the widest value. Infinities and not-a-numbers fit, too.
std::string Cell(float value, const Columns& columns) {
  const float shown = WithoutNanSign(value);
  return columns.fixed ? fmt::format(" {:>{}.4f}", shown, columns.width)
                       : fmt::format(" {:>{}.4g}", shown, columns.width);
}

std::vector<float> ShownValues(const Predictions& predictions, size_t sample) {
  const std::span<const float> row = predictions.Row(sample);
  if (predictions.kind == OutputKind::kLogits) return Softmax(row);
  return {row.begin(), row.end()};
}

// Of the class that is the most probable, if one is.
float ValueOf(std::span<const float> values, std::optional<size_t> best) {
  return best.has_value() ? values[*best]
                          : std::numeric_limits<float>::quiet_NaN();
}

void PrintList(std::string_view name, std::span<const float> values,
               Results& results) {
  results.Print(", \"{}\": [", name);
  for (size_t i = 0; i < values.size(); ++i) {
    results.Print("{}{}", i == 0 ? "" : ", ", JsonNumber(values[i]));
  }
  results.Print("]");
}

void PrintObject(const Predictions& predictions, size_t sample,
                 Results& results) {
  const Columns& columns = ColumnsFor(predictions.kind);
  const std::vector<float> values = ShownValues(predictions, sample);
  results.Print("{{\"sample\": {}", sample);
  PrintList(columns.names, values, results);
  if (predictions.kind == OutputKind::kLogits) {
    PrintList("logits", predictions.Row(sample), results);
  }
  const std::optional<size_t> best = predictions.ArgMax(sample);
  results.Print(", \"argmax\": {}, \"{}\": {}, \"label\": {}}}",
                best.has_value() ? fmt::to_string(*best) : "null", columns.name,
                JsonNumber(ValueOf(values, best)), predictions.labels[sample]);
}

}  // namespace

std::optional<size_t> Predictions::ArgMax(size_t sample) const {
  const std::span<const float> row = Row(sample);
  if (std::any_of(row.begin(), row.end(),
                  [](float output) { return std::isnan(output); })) {
    return std::nullopt;
  }
  return std::max_element(row.begin(), row.end()) - row.begin();
}

void PrintTable(const Predictions& predictions, Results& results) {
  const Columns& columns = ColumnsFor(predictions.kind);
  results.Print("sample");
  for (size_t c = 0; c < predictions.classes; ++c) {
    results.Print(" {:>{}}", fmt::format("{}({})", columns.symbol, c),
                  columns.width);
  }
  results.Print("  argmax {:>{}}  label\n", columns.symbol, columns.width);
  for (size_t sample = 0; sample < predictions.size(); ++sample) {
    results.Print("{:>6}", sample);
    const std::vector<float> values = ShownValues(predictions, sample);
    for (float value : values) results.Print("{}", Cell(value, columns));
    const std::optional<size_t> best = predictions.ArgMax(sample);
    results.Print(
        "  {:>6}{}  {:>5}\n", best.has_value() ? fmt::to_string(*best) : "nan",
        Cell(ValueOf(values, best), columns), predictions.labels[sample]);
  }
}

void PrintJson(const Predictions& predictions, Results& results) {
  for (size_t sample = 0; sample < predictions.size(); ++sample) {
    results.Print("{}", sample == 0 ? "[" : ",\n ");
    PrintObject(predictions, sample, results);
  }
  results.Print("{}", predictions.size() == 0 ? "[]\n" : "]\n");
}

}  // namespace sinter::runtime
