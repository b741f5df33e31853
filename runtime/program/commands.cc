#include "runtime/program/commands.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "runtime/data/dataset.h"
#include "runtime/engine/inference.h"
#include "runtime/engine/memory.h"
#include "runtime/engine/thread_team.h"
#include "runtime/files/weights.h"
#include "runtime/program/figures.h"
#include "runtime/program/predictions.h"

namespace sinter::runtime {
namespace {

StatusOr<Dataset> ReadTestSet(const Model& model, const Options& options) {
  StatusOr<DatasetFiles> files =
      DatasetFiles::Open(model, options.data, model.data.test);
  if (!files.ok()) return files.status();
  return files->Read();
}

bool IsCompiledIn(const Model& model, const std::string& target) {
  std::istringstream names(model.simd.compiled());
  return std::find(std::istream_iterator<std::string>(names), {}, target) !=
         std::istream_iterator<std::string>();
}

void PrintTestJson(const Model& model, const Metrics& metrics, size_t samples,
                   Results& results) {
  results.Print("{{\"samples\": {}, \"test_loss\": {}", samples,
                JsonNumber(metrics.loss));
  for (size_t i = 0; i < model.metrics.size(); ++i) {
    results.Print(", \"{}\": {}", TestName(model.metrics[i]),
                  JsonNumber(metrics.values[i]));
  }
  results.Print("}}\n");
}

}  // namespace

void PrintTestMetrics(const Model& model, const Metrics& metrics,
                      Results& results) {
  results.Print("test_loss: {:.4f}", metrics.loss);
  for (size_t i = 0; i < model.metrics.size(); ++i) {
    results.Print(", {}: {:.4f}", TestName(model.metrics[i]),
                  metrics.values[i]);
  }
  results.Print("\n");
}

Status Evaluate(const Model& model, const Options& options, Results& results) {
  ModelMemory memory(model);
  Status status = LoadWeights(model, options.weights, memory.state.span());
  if (!status.ok()) return status;
  const StatusOr<Dataset> data = ReadTestSet(model, options);
  if (!data.ok()) return data.status();
  ThreadTeam team(options.threads);
  const Batches batches(model, *data, 0, data->samples());
  const Metrics metrics = Evaluate(model, batches, memory, team);
  if (options.json) {
    PrintTestJson(model, metrics, data->samples(), results);
  } else {
    PrintTestMetrics(model, metrics, results);
  }
  return results.Flush();
}

Status Predict(const Model& model, const Options& options, Results& results) {
  ModelMemory memory(model);
  Status status = LoadWeights(model, options.weights, memory.state.span());
  if (!status.ok()) return status;
  const StatusOr<Dataset> data = ReadTestSet(model, options);
  if (!data.ok()) return data.status();
  ThreadTeam team(options.threads);
  const size_t count = std::min<size_t>(options.count, data->samples());
  std::vector<AlignedArray<float>> outputs =
      Predict(model, Batches(model, *data, 0, count), memory, team);
  std::vector<Predictions> predictions;
  for (size_t i = 0; i < outputs.size(); ++i) {
    predictions.push_back(
        {&model.outputs[i], count, outputs[i].span(), data->y[i].data()});
  }
  if (options.json) {
    PrintJson(predictions, results);
  } else {
    PrintTable(predictions, results);
  }
  return results.Flush();
}

Status RunCommand(const Model& model, const Options& options,
                  Results& results) {
  if (!options.simd.empty() && !model.simd.select(options.simd.c_str())) {
    return UsageError(
        fmt::format("--simd: {}; compiled in: {}",
                    IsCompiledIn(model, options.simd)
                        ? fmt::format("this processor lacks '{}'", options.simd)
                        : fmt::format("'{}' is not compiled in", options.simd),
                    model.simd.compiled()));
  }
  switch (options.command) {
    case Command::kTrain:
      return Train(model, options, results);
    case Command::kEvaluate:
      return Evaluate(model, options, results);
    case Command::kPredict:
      return Predict(model, options, results);
    case Command::kInfo:
      return Info(model, results);
  }
  return Status(ExitCode::kInternal, "unknown command");
}

}  // namespace sinter::runtime
