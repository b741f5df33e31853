#include "runtime/program/figures.h"

#include <fmt/format.h>

#include <algorithm>

namespace sinter::runtime {
namespace {

void AppendFigures(MetricNames names, const Metrics& metrics,
                   std::string_view prefix, std::vector<Figure>& figures) {
  const size_t begin = figures.size();
  figures.push_back({fmt::format("{}loss", prefix), metrics.loss});
  for (size_t i = 0; i < names.size(); ++i) {
    figures.push_back(
        {fmt::format("{}{}", prefix, names[i]), metrics.values[i]});
  }
  std::sort(figures.begin() + static_cast<ptrdiff_t>(begin), figures.end(),
            [](const Figure& a, const Figure& b) { return a.name < b.name; });
}

}  // namespace

std::vector<Figure> FiguresOf(MetricNames metrics, const EpochResult& result) {
  std::vector<Figure> figures;
  AppendFigures(metrics, result.training, "", figures);
  if (result.validation.has_value()) {
    AppendFigures(metrics, *result.validation, "val_", figures);
  }
  return figures;
}

std::string TestName(std::string_view metric) {
  return fmt::format("test_{}", metric == "accuracy" ? "acc" : metric);
}

std::string InWords(MetricNames metrics) {
  std::string text;
  for (size_t i = 0; i < metrics.size(); ++i) {
    text += i + 1 == metrics.size() ? " and " : ", ";
    text += metrics[i];
  }
  return text;
}

}  // namespace sinter::runtime
