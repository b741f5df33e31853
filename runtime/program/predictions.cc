#include "runtime/program/predictions.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>
#include <vector>

#include "runtime/engine/metrics.h"
#include "runtime/engine/probabilities.h"

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

bool HasLabels(const Predictions& predictions) {
  return predictions.info->target == TargetKind::kLabels;
}

// Plain text, without quotes (compiler/spec/names.h).
bool HasNames(const Predictions& predictions) {
  return !predictions.info->classes.empty();
}

bool HasLogits(const Predictions& predictions) {
  return predictions.info->kind == OutputKind::kLogits ||
         predictions.info->kind == OutputKind::kBinaryLogits;
}

// Whether one of the outputs is to be the largest.
bool HasClasses(const Predictions& predictions) {
  return HasLabels(predictions) ||
         predictions.info->kind == OutputKind::kProbabilities ||
         predictions.info->kind == OutputKind::kLogits;
}

constexpr size_t kArgMaxWidth = 6;
constexpr size_t kLabelWidth = 5;

// Of the longest name of a class.
size_t ClassWidth(const Predictions& predictions) {
  size_t width = 0;
  for (const std::string_view name : predictions.info->classes) {
    width = std::max(width, name.size());
  }
  return width;
}

// As wide as the widest value. Infinities and not-a-numbers fit, too.
std::string Cell(float value, const Columns& columns) {
  const float shown = WithoutNanSign(value);
  return columns.fixed ? fmt::format(" {:>{}.4f}", shown, columns.width)
                       : fmt::format(" {:>{}.4g}", shown, columns.width);
}

std::vector<float> ShownValues(const Predictions& predictions, size_t sample) {
  const std::span<const float> row = predictions.Row(sample);
  switch (predictions.info->kind) {
    case OutputKind::kLogits:
      return Softmax(row);
    case OutputKind::kBinaryLogits:
      return Sigmoid(row);
    default:
      return {row.begin(), row.end()};
  }
}

// Of the class that is the most probable, if one is.
float ValueOf(std::span<const float> values, std::optional<size_t> best) {
  return best.has_value() ? values[*best]
                          : std::numeric_limits<float>::quiet_NaN();
}

// A column for each of the output's elements: " out(0)", " out(1)".
void PrintHeads(std::string_view symbol, const Columns& columns, size_t count,
                Results& results) {
  for (size_t i = 0; i < count; ++i) {
    results.Print(" {:>{}}", fmt::format("{}({})", symbol, i), columns.width);
  }
}

void PrintHead(const Predictions& predictions, Results& results) {
  const Columns& columns = ColumnsFor(predictions.info->kind);
  const size_t elements = predictions.info->elements;
  results.Print("sample");
  PrintHeads(columns.symbol, columns, elements, results);
  if (HasClasses(predictions)) {
    results.Print("  {:>{}} {:>{}}", "argmax",
                  std::max(ClassWidth(predictions), kArgMaxWidth),
                  columns.symbol, columns.width);
  }
  if (HasLabels(predictions)) {
    results.Print("  {:>{}}\n", "label",
                  std::max(ClassWidth(predictions), kLabelWidth));
  } else {
    results.Print(" ");
    PrintHeads("target", kValueColumns, elements, results);
    results.Print("\n");
  }
}

void PrintLine(const Predictions& predictions, size_t sample,
               Results& results) {
  const Columns& columns = ColumnsFor(predictions.info->kind);
  results.Print("{:>6}", sample);
  const std::vector<float> values = ShownValues(predictions, sample);
  for (float value : values) results.Print("{}", Cell(value, columns));
  if (HasClasses(predictions)) {
    const std::optional<size_t> best = predictions.ArgMax(sample);
    results.Print("  {:>{}}{}",
                  best.has_value() ? predictions.ClassName(*best) : "nan",
                  std::max(ClassWidth(predictions), kArgMaxWidth),
                  Cell(ValueOf(values, best), columns));
  }
  if (HasLabels(predictions)) {
    results.Print("  {:>{}}\n",
                  predictions.ClassName(predictions.Label(sample)),
                  std::max(ClassWidth(predictions), kLabelWidth));
  } else {
    results.Print(" ");
    for (float value : predictions.Values(sample)) {
      results.Print("{}", Cell(value, kValueColumns));
    }
    results.Print("\n");
  }
}

void PrintList(std::string_view name, std::span<const float> values,
               Results& results) {
  results.Print("\"{}\": [", name);
  for (size_t i = 0; i < values.size(); ++i) {
    results.Print("{}{}", i == 0 ? "" : ", ", JsonNumber(values[i]));
  }
  results.Print("]");
}

// The members of an object for one sample.
void PrintMembers(const Predictions& predictions, size_t sample,
                  Results& results) {
  const Columns& columns = ColumnsFor(predictions.info->kind);
  const std::vector<float> values = ShownValues(predictions, sample);
  PrintList(columns.names, values, results);
  if (HasLogits(predictions)) {
    results.Print(", ");
    PrintList("logits", predictions.Row(sample), results);
  }
  if (HasClasses(predictions)) {
    const std::optional<size_t> best = predictions.ArgMax(sample);
    results.Print(", \"argmax\": {}, \"{}\": {}",
                  best.has_value() ? fmt::to_string(*best) : "null",
                  columns.name, JsonNumber(ValueOf(values, best)));
    if (HasNames(predictions) && best.has_value()) {
      results.Print(", \"class\": \"{}\"", predictions.ClassName(*best));
    }
  }
  results.Print(", ");
  if (HasLabels(predictions)) {
    results.Print("\"label\": {}", predictions.Label(sample));
    if (HasNames(predictions)) {
      results.Print(", \"label_class\": \"{}\"",
                    predictions.ClassName(predictions.Label(sample)));
    }
  } else {
    PrintList("targets", predictions.Values(sample), results);
  }
}

void PrintObject(std::span<const Predictions> outputs, size_t sample,
                 Results& results) {
  results.Print("{{\"sample\": {}", sample);
  for (const Predictions& predictions : outputs) {
    results.Print(", ");
    const bool has_name = outputs.size() > 1;
    if (has_name) results.Print("\"{}\": {{", predictions.info->name);
    PrintMembers(predictions, sample, results);
    if (has_name) results.Print("}}");
  }
  results.Print("}}");
}

}  // namespace

std::string Predictions::ClassName(size_t label) const {
  return info->classes.empty() ? fmt::to_string(label) : info->classes[label];
}

std::optional<size_t> Predictions::ArgMax(size_t sample) const {
  const std::span<const float> row = Row(sample);
  if (std::any_of(row.begin(), row.end(),
                  [](float output) { return std::isnan(output); })) {
    return std::nullopt;
  }
  return std::max_element(row.begin(), row.end()) - row.begin();
}

void PrintTable(std::span<const Predictions> outputs, Results& results) {
  for (const Predictions& predictions : outputs) {
    if (outputs.size() > 1) results.Print("{}:\n", predictions.info->name);
    PrintHead(predictions, results);
    for (size_t sample = 0; sample < predictions.samples; ++sample) {
      PrintLine(predictions, sample, results);
    }
  }
}

void PrintJson(std::span<const Predictions> outputs, Results& results) {
  const size_t samples = outputs.front().samples;
  for (size_t sample = 0; sample < samples; ++sample) {
    results.Print("{}", sample == 0 ? "[" : ",\n ");
    PrintObject(outputs, sample, results);
  }
  results.Print("{}", samples == 0 ? "[]\n" : "]\n");
}

}  // namespace sinter::runtime
