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
#include "compiler/spec/loss_type.h"
#include "compiler/spec/named_checker.h"
#include "compiler/spec/names.h"
#include "compiler/spec/output_checker.h"
#include "compiler/spec/shapes.h"
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
    CheckTables();
    CheckFiles("train", spec_.data.train);
    CheckFiles("test", spec_.data.test);
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

  bool HasSoundFormat() const {
    const YamlNode* format = Find({"data", "format"});
    return format == nullptr || raw_.IsSound(format);
  }

  bool HasTables() const { return spec_.data.format == DataFormat::kCsv; }

  // Tables are of one format, and of models that learn one thing of one.
  void CheckTables() {
    const YamlNode* data = Find({"data"});
    if (data == nullptr || !data->IsMap() || !HasSoundFormat()) return;
    const YamlNode* table = data->Find("table");
    if (!HasTables()) {
      if (table != nullptr)
        diagnostics_.Error(table->span, "table",
                           "only tables have columns: write format: csv");
      return;
    }
    if (table == nullptr) {
      diagnostics_.Error(data->span, "missing-key",
                         "missing key 'table' for data",
                         "write table: {y: ...}, the column to learn");
    }
    if (spec_.inputs.size() > 1 || spec_.outputs.size() > 1) {
      diagnostics_.Error(ValueOf(*data, "format").span, "table",
                         "tables are for models of one input and one output",
                         "write format: npy, with a file for each");
    }
    if (spec_.inputs.size() == 1) CheckTableInput(spec_.inputs[0].value);
    if (!raw_.IsSound(table)) return;
    CheckTableSamples(*table);
    CheckTableColumns(*table);
  }

  void CheckTableInput(const InputSpec& input) {
    const YamlNode* node = Find({"model", "input"});
    if (!raw_.IsSound(node) || input.dtype == ElementType::kFloat32) return;
    diagnostics_.Error(ValueOf(*node, "dtype").span, "table",
                       "the columns of tables are float32");
  }

  static std::string CountText(size_t columns) {
    return std::to_string(columns) + (columns == 1 ? " column" : " columns");
  }

  // As many as the only input has elements, and none that is learned.
  void CheckTableSamples(const YamlNode& table) {
    const YamlNode* x = table.Find("x");
    if (x == nullptr) return;
    const TableSpec& spec = *spec_.data.table;
    for (size_t i = 0; i < spec.x.size(); ++i) {
      if (std::ranges::count(spec.y, spec.x[i]) == 0) continue;
      diagnostics_.Error(
          (x->IsSequence() ? x->items[i] : x)->span, "table",
          llvm::formatv("{0} is a column of y, too", Quote(spec.x[i])));
    }
    const YamlNode* input = Find({"model", "input"});
    if (!raw_.IsSound(input) || spec_.inputs.size() != 1) return;
    const int64_t elements = CountElements(spec_.inputs[0].value.shape);
    if (static_cast<int64_t>(spec.x.size()) == elements) return;
    diagnostics_.Error(x->span, "table",
                       llvm::formatv("{0}, but a sample has {1} elements",
                                     CountText(spec.x.size()), elements));
  }

  // Against what the only output is compared with.
  void CheckTableColumns(const YamlNode& table) {
    const TableSpec& spec = *spec_.data.table;
    if (spec_.outputs.size() != 1 || spec_.compile.loss.size() != 1) return;
    const LossSpec& loss = spec_.compile.loss[0].value;
    const auto layer =
        std::ranges::find(spec_.layers, spec_.outputs[0], &LayerSpec::name);
    if (loss.type == nullptr || layer == spec_.layers.end()) return;
    const SampleShape& output = layer->output_shape;
    if (output.size() != 1) return;
    const auto elements = static_cast<size_t>(output[0]);
    const bool labels = ReadsLabels(loss);
    if (labels && spec.y.size() != 1) {
      diagnostics_.Error(
          table.Find("y")->span, "table",
          llvm::formatv("labels are in one column, not {0}", spec.y.size()));
    } else if (!labels && spec.y.size() != elements) {
      diagnostics_.Error(table.Find("y")->span, "table",
                         llvm::formatv("{0}, but the output has {1} values",
                                       CountText(spec.y.size()), elements));
    }
    const YamlNode* classes = table.Find("classes");
    if (classes == nullptr) return;
    if (!labels) {
      diagnostics_.Error(classes->span, "table",
                         "the loss compares with values, not with classes");
    } else if (spec.classes.size() != elements) {
      diagnostics_.Error(
          classes->span, "table",
          llvm::formatv("{0} classes, but the output has {1} values",
                        spec.classes.size(), elements));
    }
  }

  // One table, or arrays, as the format says.
  bool CheckKindOfFiles(std::string_view set, const DataFiles& files) {
    const YamlNode* node = Find({"data", set});
    if (!raw_.IsSound(node) || !HasSoundFormat()) return false;
    if (HasTables() == !files.table.empty()) return true;
    diagnostics_.Error(
        node->span, "table",
        HasTables() ? "a table is one file" : "arrays are two files, x and y",
        HasTables() ? "write its name"
                    : "write {x: ..., y: ...}, or format: csv");
    return false;
  }

  // A file of each set for each input and output, each another one.
  void CheckFiles(std::string_view set, DataFiles& files) {
    if (!CheckKindOfFiles(set, files) || HasTables()) return;
    const YamlNode* x = Find({"data", set, "x"});
    const YamlNode* y = Find({"data", set, "y"});
    std::vector<std::string> inputs;
    for (const auto& input : spec_.inputs) inputs.push_back(input.name);
    bool sound = raw_.IsSound(x) && !inputs.empty() &&
                 OrderByName(inputs, "input", "file", *x, files.x);
    const YamlNode* outputs = Find({"model", "outputs"});
    const bool has_outputs = outputs == nullptr || raw_.IsSound(outputs);
    sound &= raw_.IsSound(y) && has_outputs && !spec_.outputs.empty() &&
             OrderByName(spec_.outputs, "output", "file", *y, files.y);
    if (sound) CheckThatFilesDiffer(*x, *y, files);
  }

  template <typename T>
  bool OrderByName(const std::vector<std::string>& names, std::string_view noun,
                   std::string_view what, const YamlNode& node,
                   std::vector<Named<T>>& values) {
    return NamedChecker(diagnostics_, noun, what).Order(names, node, values);
  }

  // Samples have a dimension more than labels; but what is learned of samples
  // may be the samples themselves.
  void CheckThatFilesDiffer(const YamlNode& x, const YamlNode& y,
                            const DataFiles& files) {
    std::set<std::string_view> seen;
    for (const auto& [name, file] : files.x) {
      if (!seen.insert(file).second) ReportFile(x, name, "two arrays", file);
    }
    for (size_t i = 0; i < files.y.size(); ++i) {
      const auto& [name, file] = files.y[i];
      const LossType* type = i < spec_.compile.loss.size()
                                 ? spec_.compile.loss[i].value.type
                                 : nullptr;
      const bool has_labels =
          type == nullptr || ReadsLabels(spec_.compile.loss[i].value);
      if (seen.insert(file).second || !has_labels) continue;
      const bool has_samples =
          std::ranges::count(files.x, file, &Named<std::string>::value) > 0;
      ReportFile(y, name, has_samples ? "samples and labels" : "two arrays",
                 file);
    }
  }

  void ReportFile(const YamlNode& list, const std::string& name,
                  std::string_view what, const std::string& file) {
    const YamlNode& at = list.IsMap() ? *list.Find(name) : list;
    diagnostics_.Error(
        at.span, "duplicate-name",
        llvm::formatv("{0} cannot be in one file, {1}", what, Quote(file)));
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
