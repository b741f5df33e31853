#include "compiler/spec/checker.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "compiler/spec/automatic_names.h"
#include "compiler/spec/data_checker.h"
#include "compiler/spec/graph_checker.h"
#include "compiler/spec/layer_report.h"
#include "compiler/spec/layer_type.h"
#include "compiler/spec/names.h"
#include "compiler/spec/output_checker.h"
#include "llvm/Support/FormatVariadic.h"

namespace sinter {
namespace {

class SpecChecker {
 public:
  SpecChecker(RawSpec& raw, Diagnostics& diagnostics)
      : raw_(raw), spec_(raw.spec), diagnostics_(diagnostics) {}

  void Check() {
    CheckInputs();
    CheckGivenNames();
    AssignAutomaticNames();
    GraphChecker graph(raw_, diagnostics_);
    graph.CheckInputs();
    graph.InferShapes();
    graph.CheckAdapted();
    graph.CheckShared();
    OutputChecker outputs(raw_, diagnostics_);
    outputs.Check();
    DataChecker(raw_, diagnostics_).Check();
    CheckGradientLimits();
    if (outputs.AllHaveShapes()) CheckTrainable();
  }

 private:
  const YamlNode* Find(std::initializer_list<std::string_view> keys) const {
    return raw_.Find(keys);
  }

  // One of two keys says what the model reads.
  void CheckInputs() {
    const YamlNode* model = Find({"model"});
    if (model == nullptr || !model->IsMap()) return;
    const YamlNode* one = model->Find("input");
    const YamlNode* several = model->Find("inputs");
    if (one == nullptr && several == nullptr) {
      diagnostics_.Error(model->span, "missing-key",
                         "missing key 'input' for model");
    } else if (one != nullptr && several != nullptr) {
      diagnostics_.Error(several->span, "several-inputs",
                         "'inputs' beside 'input': a model has one of them",
                         "move it into 'inputs'");
    }
  }

  bool IsInput(const std::string& name) const {
    return std::ranges::find(spec_.inputs, name, &Named<InputSpec>::name) !=
           spec_.inputs.end();
  }

  void CheckGivenNames() {
    std::map<std::string_view, const YamlNode*> first_use;
    for (size_t i = 0; i < spec_.layers.size(); ++i) {
      if (spec_.layers[i].name.empty()) continue;
      const YamlNode& node = ValueOf(*raw_.layer_nodes[i], "name");
      if (IsInput(spec_.layers[i].name) && raw_.IsSound(&node)) {
        diagnostics_.Error(node.span, "duplicate-name",
                           llvm::formatv("{0} is the model's input",
                                         Quote(spec_.layers[i].name)));
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
