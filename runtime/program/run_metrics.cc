#include "runtime/program/run_metrics.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <sstream>
#include <vector>

#include "runtime/engine/parse_number.h"
#include "runtime/program/figures.h"

namespace sinter::runtime {
namespace {

using Json = nlohmann::ordered_json;

std::vector<std::string> Fields(const std::string& line) {
  std::vector<std::string> fields;
  std::istringstream stream(line.substr(0, line.find('\n')));
  for (std::string field; std::getline(stream, field, ',');) {
    fields.push_back(field);
  }
  return fields;
}

// null if the text is no number, or no finite one.
Json Number(const std::string& text) {
  constexpr double kMost = std::numeric_limits<double>::max();
  uint32_t whole;
  if (ParseNumber(text, 0u, UINT32_MAX, whole)) return whole;
  double number;
  if (ParseNumber(text, -kMost, kMost, number)) return number;
  return nullptr;
}

// Written with the digits that a float32 needs, not with a double's.
Json ShortNumber(float number) { return Number(fmt::format("{}", number)); }

// The figures of a history's line by their columns' names.
Json FiguresOfLine(HistoryColumns columns, const std::string& line) {
  const std::vector<std::string> names = Fields(HistoryHeader(columns));
  const std::vector<std::string> values = Fields(line);
  Json figures;
  for (size_t i = 0; i < std::min(names.size(), values.size()); ++i) {
    figures[names[i]] = Number(values[i]);
  }
  return figures;
}

}  // namespace

std::string FormatRunMetrics(const Model& model, const Checkpoint& checkpoint,
                             HistoryColumns columns,
                             const RunFigures& figures) {
  const TrainingPosition& position = checkpoint.position;
  Json json = {{"model", model.name},
               {"spec_hash", model.spec_hash},
               {"learning_rate", ShortNumber(checkpoint.fit.learning_rate)},
               {"seed", checkpoint.fit.seed},
               {"shuffle", checkpoint.fit.shuffle},
               {"training_samples", checkpoint.data.samples},
               {"data_crc32", checkpoint.data.checksum},
               {"status", figures.status},
               {"epochs", checkpoint.fit.epochs},
               {"epochs_finished", position.epoch},
               {"steps_of_next_epoch", position.step},
               {"steps", position.iteration}};
  if (!figures.last_epoch.empty()) {
    json["last_epoch"] = FiguresOfLine(columns, figures.last_epoch);
  }
  if (checkpoint.best.has_value()) {
    json["best_epoch"] = {{"epoch", checkpoint.best->epoch},
                          {"val_loss", checkpoint.best->loss}};
  }
  if (figures.test.has_value()) {
    json["test_loss"] = figures.test->loss;
    for (size_t i = 0; i < model.metrics.size(); ++i) {
      json[TestName(model.metrics[i])] = figures.test->values[i];
    }
  }
  return json.dump(2) + "\n";
}

}  // namespace sinter::runtime
