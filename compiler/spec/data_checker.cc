#include "compiler/spec/data_checker.h"

#include <algorithm>
#include <set>

#include "compiler/spec/layer_report.h"
#include "compiler/spec/loss_type.h"
#include "compiler/spec/named_checker.h"
#include "compiler/spec/names.h"
#include "compiler/spec/shapes.h"
#include "llvm/Support/FormatVariadic.h"

namespace sinter {
namespace {

std::string CountText(size_t columns) {
  return std::to_string(columns) + (columns == 1 ? " column" : " columns");
}

}  // namespace

void DataChecker::Check() {
  CheckTables();
  CheckFiles("train", spec_.data.train);
  CheckFiles("test", spec_.data.test);
}

bool DataChecker::HasSoundFormat() const {
  const YamlNode* format = Find({"data", "format"});
  return format == nullptr || raw_.IsSound(format);
}

bool DataChecker::HasTables() const {
  return spec_.data.format == DataFormat::kCsv;
}

void DataChecker::CheckTables() {
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

void DataChecker::CheckTableInput(const InputSpec& input) {
  const YamlNode* node = Find({"model", "input"});
  if (!raw_.IsSound(node) || input.dtype == ElementType::kFloat32) return;
  diagnostics_.Error(ValueOf(*node, "dtype").span, "table",
                     "the columns of tables are float32");
}

void DataChecker::CheckTableSamples(const YamlNode& table) {
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

void DataChecker::CheckTableColumns(const YamlNode& table) {
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

bool DataChecker::CheckKindOfFiles(std::string_view set,
                                   const DataFiles& files) {
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

void DataChecker::CheckFiles(std::string_view set, DataFiles& files) {
  if (!CheckKindOfFiles(set, files) || HasTables()) return;
  const YamlNode* x = Find({"data", set, "x"});
  const YamlNode* y = Find({"data", set, "y"});
  std::vector<std::string> inputs;
  for (const auto& input : spec_.inputs) inputs.push_back(input.name);
  bool sound =
      raw_.IsSound(x) && !inputs.empty() &&
      NamedChecker(diagnostics_, "input", "file").Order(inputs, *x, files.x);
  const YamlNode* outputs = Find({"model", "outputs"});
  const bool has_outputs = outputs == nullptr || raw_.IsSound(outputs);
  sound &= raw_.IsSound(y) && has_outputs && !spec_.outputs.empty() &&
           NamedChecker(diagnostics_, "output", "file")
               .Order(spec_.outputs, *y, files.y);
  if (sound) CheckThatFilesDiffer(*x, *y, files);
}

void DataChecker::CheckThatFilesDiffer(const YamlNode& x, const YamlNode& y,
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

void DataChecker::ReportFile(const YamlNode& list, const std::string& name,
                             std::string_view what, const std::string& file) {
  const YamlNode& at = list.IsMap() ? *list.Find(name) : list;
  diagnostics_.Error(
      at.span, "duplicate-name",
      llvm::formatv("{0} cannot be in one file, {1}", what, Quote(file)));
}

}  // namespace sinter
