#include "compiler/spec/checker.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "compiler/spec/automatic_names.h"
#include "compiler/spec/graph_checker.h"
#include "compiler/spec/layer_report.h"
#include "compiler/spec/layer_type.h"
#include "compiler/spec/limits.h"
#include "compiler/spec/names.h"
#include "compiler/spec/shapes.h"
#include "llvm/Support/FormatVariadic.h"

namespace sinter {
namespace {

class SpecChecker {
 public:
  SpecChecker(RawSpec& raw, Diagnostics& diagnostics)
      : raw_(raw), spec_(raw.spec), diagnostics_(diagnostics) {}

  void Check() {
    CheckFiles("train", spec_.data.train);
    CheckFiles("test", spec_.data.test);
    CheckGivenNames();
    AssignAutomaticNames();
    GraphChecker graph(raw_, diagnostics_);
    graph.CheckInputs();
    const std::optional<SampleShape> output = graph.InferShapes();
    graph.CheckShared();
    if (output) CheckOutput(*output);
    CheckLoss();
    CheckGradientLimits();
    CheckMetrics();
    if (output) CheckTrainable();
  }

 private:
  bool IsSound(size_t layer) const {
    return raw_.IsSound(raw_.layer_nodes[layer]);
  }

  // The node of a value of the spec by its keys from the root, or null.
  const YamlNode* Find(std::initializer_list<std::string_view> keys) const {
    const YamlNode* node = raw_.root;
    for (std::string_view key : keys) {
      node = node == nullptr ? nullptr : node->Find(key);
    }
    return node;
  }

  // Samples have a dimension more than labels.
  void CheckFiles(std::string_view set, const DataFiles& files) {
    const YamlNode* node = Find({"data", set});
    if (!raw_.IsSound(node) || files.x != files.y) return;
    diagnostics_.Error(
        ValueOf(*node, "y").span, "duplicate-name",
        llvm::formatv("samples and labels cannot be in one file, {0}",
                      Quote(files.x)));
  }

  void CheckGivenNames() {
    std::map<std::string_view, const YamlNode*> first_use;
    for (size_t i = 0; i < spec_.layers.size(); ++i) {
      if (spec_.layers[i].name.empty()) continue;
      const YamlNode& node = ValueOf(*raw_.layer_nodes[i], "name");
      if (spec_.layers[i].name == kInputName && raw_.IsSound(&node)) {
        diagnostics_.Error(
            node.span, "duplicate-name",
            llvm::formatv("{0} is the model's input", Quote(kInputName)));
      }
      const auto [first, is_new] =
          first_use.emplace(spec_.layers[i].name, &node);
      if (is_new || !raw_.IsSound(&node)) continue;
      diagnostics_.Error(node.span, "duplicate-name",
                         llvm::formatv("two layers have the name {0}",
                                       Quote(spec_.layers[i].name)),
                         llvm::formatv("the first is in line {0}",
                                       first->second->span.location.line));
    }
  }

  void AssignAutomaticNames() {
    std::vector<NameRequest> requests;
    for (const LayerSpec& layer : spec_.layers) {
      requests.push_back(
          {layer.name, layer.kind ? layer.kind->type().base_name : ""});
    }
    const std::vector<std::string> names = AssignNames(requests);
    for (size_t i = 0; i < names.size(); ++i) spec_.layers[i].name = names[i];
  }

  void CheckOutput(const std::vector<int64_t>& shape) {
    const YamlNode& last = *raw_.layer_nodes.back();
    if (shape.size() != 1) {
      diagnostics_.Error(last.span, "output-shape",
                         llvm::formatv("the last layer gives shape {0}, not a "
                                       "vector with one value a class",
                                       ShapeText(shape)),
                         "add Flatten after it");
    } else if (shape[0] < kFewestClasses) {
      diagnostics_.Error(
          ValueOf(last, "units").span, "output-shape",
          "the last layer gives one value, so there is one class and nothing "
          "to learn",
          last.Find("units") != nullptr ? "write units: 2 for two classes"
                                        : "");
    } else if (shape[0] > kMostClasses) {
      diagnostics_.Error(
          ValueOf(last, "units").span, "output-shape",
          llvm::formatv("{0} classes, but labels are uint8: at most {1}",
                        shape[0], kMostClasses));
    }
  }

  void CheckLoss() {
    const YamlNode* loss = Find({"compile", "loss"});
    if (spec_.layers.empty() || !IsSound(spec_.layers.size() - 1) ||
        !raw_.IsSound(loss)) {
      return;
    }
    if (spec_.compile.loss != Loss::kSparseCategoricalCrossentropy) return;
    const bool softmax_last = spec_.layers.back().kind->GivesProbabilities();
    if (softmax_last && spec_.compile.from_logits) {
      diagnostics_.Error(
          ValueOf(*loss, "from_logits").span, "loss-and-last-layer",
          "the last layer is a softmax, so its outputs are no logits",
          "remove from_logits, or the softmax");
    } else if (!softmax_last && !spec_.compile.from_logits) {
      diagnostics_.Error(loss->span, "loss-and-last-layer",
                         llvm::formatv("this loss needs probabilities, but the "
                                       "last layer, {0}, is no softmax",
                                       Quote(spec_.layers.back().name)),
                         "add a softmax, or write {type: "
                         "sparse_categorical_crossentropy, from_logits: true}");
    }
  }

  void CheckGradientLimits() {
    const YamlNode* optimizer = Find({"compile", "optimizer"});
    if (!raw_.IsSound(optimizer)) return;
    std::string_view first;
    for (const std::string_view key :
         {"clipnorm", "clipvalue", "global_clipnorm"}) {
      const YamlNode* limit = optimizer->Find(key);
      if (limit == nullptr) continue;
      if (first.empty()) {
        first = key;
        continue;
      }
      diagnostics_.Error(
          limit->span, "several-limits",
          llvm::formatv("{0} beside {1}: gradients are clipped in one way",
                        Quote(key), Quote(first)));
      return;
    }
  }

  // What a metric lacks that its model's own loss does not need.
  void CheckMetrics() {
    const YamlNode* metrics = Find({"compile", "metrics"});
    if (!raw_.IsSound(metrics) || spec_.layers.empty() ||
        !IsSound(spec_.layers.size() - 1) ||
        spec_.compile.loss == Loss::kSparseCategoricalCrossentropy ||
        spec_.layers.back().kind->GivesProbabilities()) {
      return;
    }
    for (size_t i = 0; i < metrics->items.size(); ++i) {
      if (spec_.compile.metrics[i]->reads_as !=
          Loss::kSparseCategoricalCrossentropy)
        continue;
      diagnostics_.Error(metrics->items[i]->span, "metric-and-last-layer",
                         llvm::formatv("this metric needs probabilities, but "
                                       "the last layer, {0}, is no softmax",
                                       Quote(spec_.layers.back().name)),
                         "add a softmax");
    }
  }

  void CheckTrainable() {
    const YamlNode* layers = Find({"model", "layers"});
    if (!raw_.IsSound(layers)) return;
    const bool trainable =
        std::ranges::any_of(spec_.layers, HasTrainableVariable);
    if (trainable) return;
    diagnostics_.Error(layers->span, "nothing-to-train",
                       "no layer has parameters, so there is nothing to train",
                       "add Dense");
  }

  RawSpec& raw_;
  ModelSpec& spec_;
  Diagnostics& diagnostics_;
};

}  // namespace

void CheckSpec(RawSpec& raw, Diagnostics& diagnostics) {
  SpecChecker(raw, diagnostics).Check();
}

}  // namespace sinter
