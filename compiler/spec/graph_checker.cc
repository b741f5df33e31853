#include "compiler/spec/graph_checker.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "compiler/spec/graph.h"
#include "compiler/spec/layer_type.h"
#include "compiler/spec/limits.h"
#include "compiler/spec/names.h"
#include "compiler/spec/shapes.h"
#include "compiler/spec/suggestion.h"
#include "llvm/Support/FormatVariadic.h"

namespace sinter {
namespace {

// "1 input", "2 or more inputs"
std::string CountText(const LayerType& type) {
  const std::string more =
      type.most_inputs > type.fewest_inputs ? " or more" : "";
  const bool is_one = type.fewest_inputs == 1 && more.empty();
  return std::to_string(type.fewest_inputs) + more +
         (is_one ? " input" : " inputs");
}

bool HaveSameVariables(const LayerSpec& a, const LayerSpec& b) {
  return std::ranges::equal(VariablesOf(a), VariablesOf(b), {},
                            &Variable::shape, &Variable::shape);
}

}  // namespace

void GraphChecker::CheckInputs() {
  has_inputs_.resize(layers_.size());
  if (layers_.size() > kMostLayers) return;  // a mistake, and much work
  FillInInputs();
  FillInOutputs();
  if (!CheckNumberOfAllInputs()) return;
  for (size_t i = 0; i < layers_.size(); ++i) {
    has_inputs_[i] = raw_.IsSound(raw_.layer_nodes[i]) && CheckInputsOf(i);
  }
  const auto is_true = [](bool value) { return value; };
  const bool has_outputs = CheckOutputs();
  if (has_outputs && std::ranges::all_of(has_inputs_, is_true))
    CheckThatAllAreUsed();
}

// The layer before, or the only input of the model.
void GraphChecker::FillInInputs() {
  for (size_t i = 0; i < layers_.size(); ++i) {
    if (!layers_[i].inputs.empty()) continue;
    const bool is_first = i == 0 && inputs_.size() == 1;
    layers_[i].inputs.emplace_back(is_first ? inputs_.front().name
                                            : NameBefore(layers_, i));
  }
}

void GraphChecker::FillInOutputs() {
  const bool is_given = raw_.Find({"model", "outputs"}) != nullptr;
  if (is_given || layers_.empty()) return;
  raw_.spec.outputs = {layers_.back().name};
}

// Names of layers, each once.
bool GraphChecker::CheckOutputs() {
  const YamlNode* node = raw_.Find({"model", "outputs"});
  if (node == nullptr) return true;
  std::set<std::string_view> seen;
  bool sound = raw_.IsSound(node);
  for (size_t i = 0; i < raw_.spec.outputs.size(); ++i) {
    const std::string& name = raw_.spec.outputs[i];
    const SourceSpan& span =
        node->IsSequence() ? node->items[i]->span : node->span;
    const bool is_layer = CheckEarlier(layers_.size(), name, span);
    const bool is_new = seen.insert(name).second;
    if (is_layer && !is_new) {
      diagnostics_.Error(
          span, "duplicate-name",
          llvm::formatv("output {0} is given twice", Quote(name)));
    }
    sound &= is_layer && is_new;
  }
  if (!sound) raw_.mistaken.insert(node);
  return sound;
}

bool GraphChecker::IsInput(std::string_view name) const {
  return std::ranges::find(inputs_, name, &Named<InputSpec>::name) !=
         inputs_.end();
}

bool GraphChecker::CheckNumberOfAllInputs() {
  size_t inputs = 0;
  for (size_t i = 0; i < layers_.size(); ++i) {
    inputs += layers_[i].inputs.size();
    if (inputs <= kMostInputs) continue;
    diagnostics_.Error(
        ValueOf(*raw_.layer_nodes[i], "inputs").span, "out-of-range",
        llvm::formatv("the layers of a model have at most {0} inputs",
                      kMostInputs));
    return false;
  }
  return true;
}

bool GraphChecker::CheckInputsOf(size_t layer) {
  bool sound = true;
  for (size_t i = 0; i < layers_[layer].inputs.size(); ++i) {
    sound &= CheckInput(layer, i);
  }
  return sound && CheckInputCount(layer);
}

bool GraphChecker::CheckInput(size_t layer, size_t input) {
  const std::string& name = layers_[layer].inputs[input];
  if (IsInput(name)) return true;
  const SourceSpan span = InputNode(layer, input).span;
  const bool is_left_out =
      raw_.layer_nodes[layer]->Find("inputs") == nullptr && layer == 0;
  if (!is_left_out) return CheckEarlier(layer, name, span);
  // Without inputs there is a mistake elsewhere.
  if (inputs_.size() > 1) {
    diagnostics_.Error(span, "inputs", "the model has several inputs",
                       "name those of this layer: inputs: [...]");
  }
  return false;
}

bool GraphChecker::CheckEarlier(size_t layer, const std::string& name,
                                const SourceSpan& span) {
  const auto found = std::ranges::find(layers_, name, &LayerSpec::name);
  const bool is_earlier = found < layers_.begin() + layer;
  if (is_earlier) return true;
  if (found != layers_.end()) {
    const bool is_itself = &*found == &layers_[layer];
    diagnostics_.Error(span, "later-layer",
                       llvm::formatv("{0} is no earlier layer", Quote(name)),
                       is_itself ? "it is this one"
                                 : "it stands in line " +
                                       std::to_string(found->location.line));
  } else if (!MayHaveAnyName()) {
    diagnostics_.Error(span, "unknown-name",
                       llvm::formatv("unknown layer {0}", Quote(name)),
                       SuggestName(name, NamesBefore(layer)));
  }
  return false;
}

// Names that are too long to be good are left out: they cost time.
std::vector<std::string_view> GraphChecker::NamesBefore(size_t layer) const {
  std::vector<std::string_view> names;
  for (const auto& input : inputs_) names.push_back(input.name);
  for (size_t i = 0; i < layer; ++i) {
    if (layers_[i].name.size() <= kLongestName)
      names.push_back(layers_[i].name);
  }
  return names;
}

bool GraphChecker::CheckInputCount(size_t layer) {
  const LayerType& type = layers_[layer].kind->type();
  const size_t count = layers_[layer].inputs.size();
  if (count >= type.fewest_inputs && count <= type.most_inputs) return true;
  const YamlNode& node = *raw_.layer_nodes[layer];
  const bool too_few = count < type.fewest_inputs;
  diagnostics_.Error(ValueOf(node, "inputs").span, "inputs",
                     llvm::formatv("{0} takes {1}, not {2}", type.section.name,
                                   CountText(type), count),
                     too_few ? "name them: inputs: [..., ...]" : "");
  return false;
}

void GraphChecker::CheckThatAllAreUsed() {
  std::set<std::string_view> used;
  for (const LayerSpec& layer : layers_) {
    used.insert(layer.inputs.begin(), layer.inputs.end());
  }
  used.insert(raw_.spec.outputs.begin(), raw_.spec.outputs.end());
  for (size_t i = 0; i < inputs_.size(); ++i) {
    const YamlNode* input = raw_.Find({"model", "inputs", inputs_[i].name});
    if (input == nullptr || used.contains(inputs_[i].name)) continue;
    diagnostics_.Error(
        input->span, "unused-layer",
        llvm::formatv("no layer takes the input {0}", Quote(inputs_[i].name)));
  }
  for (size_t i = 0; i < layers_.size(); ++i) {
    if (used.contains(layers_[i].name)) continue;
    diagnostics_.Error(raw_.layer_nodes[i]->span, "unused-layer",
                       llvm::formatv("no layer takes the output of {0}",
                                     Quote(layers_[i].name)),
                       "name it in the inputs of a later one, or remove it");
  }
}

void GraphChecker::InferShapes() {
  for (const auto& input : inputs_) InferShapeOf(input);
  for (size_t i = 0; i < layers_.size(); ++i) InferShapeOf(i);
}

void GraphChecker::CheckAdapted() {
  const auto adapts = [](const Variable& variable) {
    return variable.adapts != Adapts::kNothing;
  };
  for (size_t i = 0; i < layers_.size(); ++i) {
    const LayerSpec& layer = layers_[i];
    if (!raw_.IsSound(raw_.layer_nodes[i]) || layer.output_shape.empty() ||
        std::ranges::none_of(VariablesOf(layer), adapts) ||
        IsInput(layer.inputs.front()))
      continue;
    diagnostics_.Error(
        raw_.layer_nodes[i]->span, "adapted-layer",
        llvm::formatv("{0} has the mean and variance of an input of the model, "
                      "but takes {1}",
                      Quote(layer.name), Quote(layer.inputs.front())),
        "put it before all other layers");
  }
}

void GraphChecker::CheckShared() {
  for (size_t i = 0; i < layers_.size(); ++i) {
    if (!layers_[i].shares.empty() && raw_.IsSound(raw_.layer_nodes[i]))
      CheckSharedBy(i);
  }
}

void GraphChecker::CheckSharedBy(size_t layer) {
  const LayerSpec& spec = layers_[layer];
  const SourceSpan span = ValueOf(*raw_.layer_nodes[layer], "shares").span;
  const auto error = [&](const std::string& text, const std::string& hint) {
    diagnostics_.Error(span, "shared-layer", text, hint);
  };
  if (IsInput(spec.shares)) {
    return error("the model's input has no variables to share", "name a layer");
  }
  if (!CheckEarlier(layer, spec.shares, span)) return;
  const LayerSpec& owner = OwnerOfVariables(layers_, spec);
  // A mistake hides what it is.
  if (!owner.kind || owner.output_shape.empty() || spec.output_shape.empty())
    return;
  if (!owner.shares.empty()) {
    return error(
        llvm::formatv("{0} has no variables of its own", Quote(owner.name)),
        "write shares: " + owner.shares);
  }
  if (spec.kind != owner.kind || IsFrozen(spec) != IsFrozen(owner)) {
    return error(llvm::formatv("{0} is not written as {1}, whose variables it "
                               "shares",
                               Quote(spec.name), Quote(owner.name)),
                 "give both the same type and keys");
  }
  if (VariablesOf(owner).empty()) {
    return error(
        llvm::formatv("{0} has no variables to share", Quote(owner.name)),
        "remove shares");
  }
  if (spec.input_shapes != owner.input_shapes &&
      !HaveSameVariables(spec, owner))
    error(llvm::formatv("the variables of {0} do not fit an input of shape {1}",
                        Quote(owner.name), ShapeText(spec.input_shapes[0])),
          "its own input has shape " + ShapeText(owner.input_shapes[0]));
}

void GraphChecker::InferShapeOf(const Named<InputSpec>& input) {
  const YamlNode* node = raw_.Find({"model", "inputs", input.name});
  if (node == nullptr) node = raw_.Find({"model", "input"});
  if (!raw_.IsSound(node)) return;
  const SampleShape& shape = input.value.shape;
  if (ReportOn(*node).CheckBatch(shape, "shape")) {
    shapes_.emplace(input.name, shape);
  }
}

// Of two layers with one name, which is a mistake, the later one is meant.
void GraphChecker::InferShapeOf(size_t layer) {
  LayerSpec& spec = layers_[layer];
  std::optional<SampleShape> output;
  if (has_inputs_[layer] && FindInputShapes(spec)) {
    LayerReport report = ReportOn(*raw_.layer_nodes[layer]);
    output = spec.kind->InferOutput(spec.input_shapes, report);
  }
  shapes_.erase(spec.name);
  if (!output) return;
  spec.output_shape = *output;
  shapes_.emplace(spec.name, *std::move(output));
}

bool GraphChecker::FindInputShapes(LayerSpec& layer) const {
  for (const std::string& input : layer.inputs) {
    const auto shape = shapes_.find(input);
    if (shape == shapes_.end()) return false;
    layer.input_shapes.push_back(shape->second);
  }
  return true;
}

const YamlNode& GraphChecker::InputNode(size_t layer, size_t input) const {
  const YamlNode& inputs = ValueOf(*raw_.layer_nodes[layer], "inputs");
  return inputs.IsSequence() ? *inputs.items[input] : inputs;
}

// A layer whose type or name is mistaken may be the one that is meant.
bool GraphChecker::MayHaveAnyName() const {
  return std::ranges::any_of(
      layers_, [](const LayerSpec& layer) { return layer.name.empty(); });
}

LayerReport GraphChecker::ReportOn(const YamlNode& node) const {
  return LayerReport(node, raw_.spec.fit.batch_size, diagnostics_);
}

}  // namespace sinter
