#include "runtime/predictions.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "runtime/metrics.h"

namespace sinter::runtime {
namespace {

float ProbabilityOf(std::span<const float> row, std::optional<size_t> c) {
  return c.has_value() ? row[*c] : std::numeric_limits<float>::quiet_NaN();
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
  results.Print("sample");
  for (size_t c = 0; c < predictions.classes; ++c) {
    results.Print(" {:>7}", fmt::format("p({})", c));
  }
  results.Print("  argmax       p  label\n");
  for (size_t sample = 0; sample < predictions.size(); ++sample) {
    results.Print("{:>6}", sample);
    for (float p : predictions.Row(sample)) {
      results.Print(" {:>7.4f}", WithoutNanSign(p));
    }
    const std::optional<size_t> best = predictions.ArgMax(sample);
    results.Print("  {:>6} {:>7.4f}  {:>5}\n",
                  best.has_value() ? fmt::to_string(*best) : "nan",
                  ProbabilityOf(predictions.Row(sample), best),
                  predictions.labels[sample]);
  }
}

void PrintJson(const Predictions& predictions, Results& results) {
  for (size_t sample = 0; sample < predictions.size(); ++sample) {
    results.Print("{}{{\"sample\": {}, \"probabilities\": [",
                  sample == 0 ? "[" : ",\n ", sample);
    const std::span<const float> row = predictions.Row(sample);
    for (size_t c = 0; c < row.size(); ++c) {
      results.Print("{}{}", c == 0 ? "" : ", ", JsonNumber(row[c]));
    }
    const std::optional<size_t> best = predictions.ArgMax(sample);
    results.Print("], \"argmax\": {}, \"probability\": {}, \"label\": {}}}",
                  best.has_value() ? fmt::to_string(*best) : "null",
                  JsonNumber(ProbabilityOf(row, best)),
                  predictions.labels[sample]);
  }
  results.Print("{}", predictions.size() == 0 ? "[]\n" : "]\n");
}

}  // namespace sinter::runtime
