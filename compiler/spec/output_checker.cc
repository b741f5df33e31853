#include "compiler/spec/output_checker.h"

#include <algorithm>

#include "compiler/spec/layer_report.h"
#include "compiler/spec/limits.h"
#include "compiler/spec/loss_type.h"
#include "compiler/spec/metric_type.h"
#include "compiler/spec/named_checker.h"
#include "compiler/spec/shapes.h"
#include "llvm/Support/FormatVariadic.h"

namespace sinter {
namespace {

std::string_view FunctionName(OutputFunction function) {
  return function == OutputFunction::kSoftmax ? "softmax" : "sigmoid";
}

}  // namespace

void OutputChecker::Check() {
  const YamlNode* outputs = raw_.Find({"model", "outputs"});
  if (spec_.outputs.empty() || (outputs != nullptr && !raw_.IsSound(outputs)))
    return;
  for (size_t i = 0; i < spec_.outputs.size(); ++i) CheckShape(i);
  CheckWeights();
  if (!OrderLosses()) return;
  for (size_t i = 0; i < spec_.outputs.size(); ++i) {
    if (LayerOf(i) == nullptr) continue;
    CheckClasses(i);
    CheckLoss(i);
  }
  if (!OrderMetrics() || !CheckNumberOfMetrics()) return;
  for (size_t i = 0; i < spec_.outputs.size(); ++i) {
    if (LayerOf(i) != nullptr) CheckMetrics(i);
  }
}

bool OutputChecker::AllHaveShapes() const {
  const auto has_shape = [](const LayerSpec& layer) {
    return !layer.output_shape.empty();
  };
  return !spec_.layers.empty() && std::ranges::all_of(spec_.layers, has_shape);
}

const LayerSpec* OutputChecker::LayerOf(size_t output) const {
  // Of two layers with one name, which is a mistake, the later one is meant.
  const auto found = std::find_if(spec_.layers.rbegin(), spec_.layers.rend(),
                                  [&](const LayerSpec& layer) {
                                    return layer.name == spec_.outputs[output];
                                  });
  const bool is_sound = found != spec_.layers.rend() && found->kind &&
                        raw_.IsSound(&NodeOf(*found));
  return is_sound ? &*found : nullptr;
}

std::string OutputChecker::NameOf(const LayerSpec& layer) const {
  return spec_.outputs.size() == 1 ? "the last layer"
                                   : "output " + Quote(layer.name);
}

std::string OutputChecker::SubjectOf(const LayerSpec& layer) const {
  return spec_.outputs.size() == 1
             ? "the last layer, " + Quote(layer.name) + ","
             : "output " + Quote(layer.name);
}

const YamlNode& OutputChecker::NodeOf(const LayerSpec& layer) const {
  return *raw_.layer_nodes[&layer - spec_.layers.data()];
}

const YamlNode& OutputChecker::ValueOfOutput(const YamlNode& list,
                                             const std::string& name) {
  const YamlNode* value = list.IsMap() ? list.Find(name) : nullptr;
  return value == nullptr ? list : *value;
}

bool OutputChecker::OrderLosses() {
  const YamlNode* node = raw_.Find({"compile", "loss"});
  return raw_.IsSound(node) &&
         NamedChecker(diagnostics_, "output", "loss")
             .Order(spec_.outputs, *node, spec_.compile.loss);
}

bool OutputChecker::OrderMetrics() {
  auto& metrics = spec_.compile.metrics;
  const YamlNode* node = raw_.Find({"compile", "metrics"});
  if (node != nullptr && !raw_.IsSound(node)) return false;
  const bool is_empty = metrics.size() == 1 && metrics.front().name.empty() &&
                        metrics.front().value.empty();
  if (is_empty) {
    metrics.clear();
    for (const std::string& name : spec_.outputs) metrics.push_back({name, {}});
    if (metrics.size() == 1) metrics.front().name.clear();
    return true;
  }
  return NamedChecker(diagnostics_, "output", "list of metrics")
      .OrderSome(spec_.outputs, *node, MetricTypes(), metrics);
}

// The losses of several outputs are metrics, too.
bool OutputChecker::CheckNumberOfMetrics() {
  size_t count = spec_.outputs.size() > 1 ? spec_.outputs.size() : 0;
  for (const auto& [name, types] : spec_.compile.metrics) count += types.size();
  if (count <= kMostMetrics) return true;
  diagnostics_.Error(
      raw_.Find({"compile", "metrics"})->span, "out-of-range",
      llvm::formatv("{0} metrics, counting the losses of several outputs: at "
                    "most {1}",
                    count, kMostMetrics));
  return false;
}

void OutputChecker::CheckWeights() {
  const YamlNode* node = raw_.Find({"compile", "loss_weights"});
  if (!raw_.IsSound(node)) return;
  NamedChecker(diagnostics_, "output", "weight")
      .OrderSome(spec_.outputs, *node, 1.0, spec_.compile.loss_weights);
  if (spec_.outputs.size() == 1 && spec_.compile.loss_weights.size() == 1)
    spec_.compile.loss_weights.front().name = spec_.outputs.front();
}

void OutputChecker::CheckShape(size_t output) {
  const LayerSpec* layer = LayerOf(output);
  if (layer == nullptr || layer->output_shape.empty()) return;
  const SampleShape& shape = layer->output_shape;
  const std::string subject = NameOf(*layer);
  if (shape.size() != 1) {
    diagnostics_.Error(NodeOf(*layer).span, "output-shape",
                       llvm::formatv("{0} gives shape {1}, not a vector",
                                     subject, ShapeText(shape)),
                       "add Flatten after it");
  } else if (shape[0] > kMostValues) {
    diagnostics_.Error(NodeOf(*layer).span, "output-shape",
                       llvm::formatv("{0} gives {1} values: at most {2}",
                                     subject, shape[0], kMostValues));
  }
}

void OutputChecker::CheckClasses(size_t output) {
  const LayerSpec& layer = *LayerOf(output);
  const SampleShape& shape = layer.output_shape;
  if (shape.size() != 1 || !ReadsLabels(spec_.compile.loss[output].value))
    return;
  const YamlNode& node = NodeOf(layer);
  if (shape[0] < kFewestClasses) {
    diagnostics_.Error(
        ValueOf(node, "units").span, "output-shape",
        llvm::formatv("{0} gives one value, so there is one class and nothing "
                      "to learn",
                      NameOf(layer)),
        node.Find("units") != nullptr
            ? "write units: 2 for two classes, or a loss of values, as "
              "binary_crossentropy"
            : "");
  } else if (shape[0] > kMostClasses) {
    diagnostics_.Error(
        ValueOf(node, "units").span, "output-shape",
        llvm::formatv("{0} classes, but labels are uint8: at most {1}",
                      shape[0], kMostClasses));
  }
}

void OutputChecker::CheckLoss(size_t output) {
  const LossSpec& loss = spec_.compile.loss[output].value;
  const LayerSpec& layer = *LayerOf(output);
  const OutputFunction function = loss.type->logits_of;
  if (function == OutputFunction::kOther) return;
  const YamlNode& node =
      ValueOfOutput(*raw_.Find({"compile", "loss"}), spec_.outputs[output]);
  const std::string_view name = FunctionName(function);
  const bool ends_in_it = layer.kind->EndsIn() == function;
  if (ends_in_it && loss.from_logits) {
    diagnostics_.Error(
        ValueOf(node, "from_logits").span, "loss-and-last-layer",
        llvm::formatv("{0} is a {1}, so its outputs are no logits",
                      NameOf(layer), name),
        llvm::formatv("remove from_logits, or the {0}", name));
  } else if (!ends_in_it && !loss.from_logits) {
    diagnostics_.Error(
        node.span, "loss-and-last-layer",
        llvm::formatv("this loss needs probabilities, but {0} is no {1}",
                      SubjectOf(layer), name),
        llvm::formatv("add a {0}, or write {{type: {1}, from_logits: true}",
                      name, loss.type->section.name));
  }
}

void OutputChecker::CheckMetrics(size_t output) {
  const LossSpec& loss = spec_.compile.loss[output].value;
  const LayerSpec& layer = *LayerOf(output);
  const bool labels = ReadsLabels(loss);
  const MetricTypes& types = spec_.compile.metrics[output].value;
  if (types.empty()) return;
  const YamlNode& node =
      ValueOfOutput(*raw_.Find({"compile", "metrics"}), spec_.outputs[output]);
  for (size_t i = 0; i < types.size(); ++i) {
    const MetricType& type = *types[i];
    const SourceSpan& span = node.items[i]->span;
    const Targets other = labels ? Targets::kValues : Targets::kLabels;
    if (type.targets == other) {
      diagnostics_.Error(
          span, "metric-and-targets",
          llvm::formatv("{0} compares with {1}, but the loss, {2}, with {3}",
                        Quote(type.name), labels ? "values" : "labels",
                        loss.type->section.name, labels ? "labels" : "values"));
      continue;
    }
    const bool has_logits =
        type.logits_of == OutputFunction::kOther ||
        layer.kind->EndsIn() == type.logits_of ||
        (loss.from_logits && loss.type->logits_of == type.logits_of);
    if (has_logits) continue;
    diagnostics_.Error(
        span, "metric-and-last-layer",
        llvm::formatv("this metric needs probabilities, but {0} is no {1}",
                      SubjectOf(layer), FunctionName(type.logits_of)),
        llvm::formatv("add a {0}", FunctionName(type.logits_of)));
  }
}

}  // namespace sinter
