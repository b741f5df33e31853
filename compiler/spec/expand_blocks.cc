#include "compiler/spec/expand_blocks.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "compiler/spec/automatic_names.h"
#include "compiler/spec/block_definitions.h"
#include "compiler/spec/limits.h"
#include "compiler/spec/model_spec.h"
#include "compiler/spec/names.h"
#include "compiler/spec/scalar_reader.h"
#include "compiler/spec/suggestion.h"
#include "llvm/Support/FormatVariadic.h"

namespace sinter {
namespace {

constexpr std::string_view kInputs = "inputs";
constexpr std::string_view kShares = "shares";
constexpr std::string_view kName = "name";
constexpr char kReference = '$';

// One use of a block.
struct Use {
  const BlockDefinition* block;
  const YamlNode* node;  // the map of its arguments, or null of YAML
  SourceSpan span;
  std::string name;
  std::vector<const YamlNode*> inputs;     // none: the layer before
  size_t first;                            // place of its first layer
  std::map<std::string, size_t> counters;  // of its automatic names
};

class BlockExpander {
 public:
  BlockExpander(YamlDocument& document, const LayerCatalog& catalog,
                Diagnostics& diagnostics)
      : document_(document), catalog_(catalog), diagnostics_(diagnostics) {}

  void Expand(const YamlNode& model, const YamlNode& blocks,
              const YamlNode& layers) {
    definitions_ = ReadBlockDefinitions(blocks, diagnostics_);
    are_blocks_known_ =
        definitions_.size() == blocks.entries.size() && blocks.IsMap();
    for (const YamlNode* item : layers.items) {
      if (layers_.size() > kMostLayers) break;  // which the reader reports
      AddItem(*item);
    }
    ReportUnusedDefinitions();
    FillNames();
    YamlNode& list = NewNode(layers);
    list.items = layers_;
    ReplaceRoot(model, list);
  }

 private:
  YamlNode& NewNode(const YamlNode& original) {
    return document_.nodes.emplace_back(original);
  }

  YamlNode& NewScalar(const SourceSpan& span, std::string text) {
    YamlNode& node = document_.nodes.emplace_back();
    node.kind = YamlNode::Kind::kScalar;
    node.span = span;
    node.text = std::move(text);
    return node;
  }

  bool Error(const SourceSpan& span, std::string_view slug, std::string message,
             std::string hint = "") {
    diagnostics_.Error(span, slug, std::move(message), std::move(hint));
    return false;
  }

  // ---- The list of layers ----

  void AddItem(const YamlNode& item) {
    if (const BlockDefinition* block = FindUsedBlock(item, definitions_)) {
      used_.insert(block->name);
      if (!AddUse(*block, item)) AddMistake(item);
    } else if (LooksLikeUse(item)) {
      if (are_blocks_known_) ReportUnknownBlock(*item.entries.front().key);
      AddMistake(item);
    } else {
      YamlNode& layer = NewNode(item);
      ReplaceEntry(layer, kInputs,
                   [&](const YamlNode& inputs) -> const YamlNode& {
                     return ListOf(inputs, ResolveOuter(inputs));
                   });
      layers_.push_back(&layer);
    }
  }

  void AddMistake(const YamlNode& item) {
    YamlNode& layer = NewNode(item);
    layer.is_reported = true;
    layers_.push_back(&layer);
  }

  static bool LooksLikeUse(const YamlNode& item) {
    return item.IsMap() && item.entries.size() == 1 &&
           item.entries.front().key->IsScalar() &&
           !item.entries.front().value->IsScalar();
  }

  void ReportUnknownBlock(const YamlNode& key) {
    std::vector<std::string_view> names;
    for (const BlockDefinition& block : definitions_) {
      if (block.name.size() <= kLongestName) names.push_back(block.name);
    }
    Error(key.span, "unknown-name",
          llvm::formatv("unknown block {0}", Quote(key.text)),
          SuggestName(key.text, names));
  }

  void ReportUnusedDefinitions() {
    for (const BlockDefinition& block : definitions_) {
      if (used_.contains(block.name) || !block.is_sound) continue;
      Error(block.span, "unused-block",
            llvm::formatv("no layer uses the block {0}", Quote(block.name)),
            "use it, or remove it");
    }
  }

  // ---- One use ----

  bool AddUse(const BlockDefinition& block, const YamlNode& item) {
    const YamlNode& node = *item.entries.front().value;
    Use use = {.block = &block,
               .node = &node,
               .span = item.entries.front().key->span,
               .name = "",
               .inputs = {},
               .first = layers_.size(),
               .counters = {}};
    if (!block.is_sound || !CheckArguments(use) || !FindName(use) ||
        !CheckSize(use)) {
      return false;
    }
    if (const YamlNode* inputs = node.Find(kBlockInputs)) {
      use.inputs = ResolveOuter(*inputs);
    }
    for (const YamlNode* layer : block.layers) {
      if (layers_.size() > kMostLayers) break;
      AddLayer(*layer, use);
    }
    last_layers_[use.name] = layers_.size() - 1;
    return true;
  }

  // Copies of all uses together are no larger than a document may be.
  bool CheckSize(const Use& use) {
    for (const YamlNode* layer : use.block->layers) copied_ += layer->size;
    if (copied_ <= kMostYamlNodes) return true;
    return Error(
        use.span, "too-many-nodes",
        llvm::formatv("blocks of more than {0} YAML nodes", kMostYamlNodes));
  }

  bool CheckArguments(const Use& use) {
    if (use.node->kind != YamlNode::Kind::kNull && !use.node->IsMap()) {
      return ScalarReader(diagnostics_)
          .WrongType(*use.node, Quote(use.block->name), "a map of arguments");
    }
    bool is_sound = true;
    for (const YamlNode::Entry& entry : use.node->entries) {
      is_sound &= CheckArgument(*entry.key, use);
    }
    for (const BlockParameter& parameter : use.block->parameters) {
      const bool is_given = parameter.value->kind != YamlNode::Kind::kNull ||
                            use.node->Find(parameter.name) != nullptr;
      if (is_given) continue;
      is_sound =
          Error(use.span, "missing-key",
                llvm::formatv("missing key {0} for the block {1}",
                              Quote(parameter.name), Quote(use.block->name)));
    }
    return is_sound;
  }

  bool CheckArgument(const YamlNode& key, const Use& use) {
    std::vector<std::string_view> names = {kBlockName, kBlockInputs};
    for (const BlockParameter& parameter : use.block->parameters) {
      names.push_back(parameter.name);
    }
    const auto is_key = [&](const YamlNode::Entry& entry) {
      return entry.key->text == key.text;
    };
    if (&key != std::ranges::find_if(use.node->entries, is_key)->key) {
      return Error(key.span, "duplicate-key",
                   llvm::formatv("duplicate key {0} for the block {1}",
                                 Quote(key.text), Quote(use.block->name)));
    }
    if (std::ranges::find(names, key.text) != names.end()) return true;
    return Error(key.span, "unknown-key",
                 llvm::formatv("unknown key {0} for the block {1}",
                               Quote(key.text), Quote(use.block->name)),
                 SuggestName(key.text, names));
  }

  // Uses without a name are called as Keras calls layers: residual, residual_1.
  bool FindName(Use& use) {
    const YamlNode* name = use.node->Find(kBlockName);
    if (name == nullptr) {
      use.name = use.block->name;
      for (size_t i = 1; last_layers_.contains(use.name); ++i) {
        use.name = std::string(use.block->name) + "_" + std::to_string(i);
      }
      return true;
    }
    const std::string_view objection =
        name->IsScalar() ? WhyNotIdentifier(name->text) : "is no word";
    if (!objection.empty()) {
      return Error(
          name->span, "bad-name",
          llvm::formatv("the name {0} {1}", Quote(name->text), objection));
    }
    use.name = name->text;
    if (use.name == kInputName) {
      return Error(name->span, "duplicate-name",
                   llvm::formatv("{0} is the model's input", Quote(use.name)));
    }
    if (!last_layers_.contains(use.name)) return true;
    return Error(
        name->span, "duplicate-name",
        llvm::formatv("two blocks have the name {0}", Quote(use.name)));
  }

  // ---- One layer of a use ----

  void AddLayer(const YamlNode& original, Use& use) {
    has_mistake_ = false;
    YamlNode& layer = Copy(original, use);
    const YamlNode* type = layer.Find("type");
    const std::string base =
        type != nullptr ? std::string(BaseName(*type)) : std::string();
    if (layer.Find(kName) == nullptr && !base.empty()) {
      AddEntry(layer, kName, NewScalar(layer.span, NextName(base, use)));
    }
    ReplaceEntry(layer, kName, [&](const YamlNode& name) -> const YamlNode& {
      if (!name.IsScalar()) return name;
      YamlNode& longer = NewNode(name);
      longer.text = use.name + "_" + name.text;
      return longer;
    });
    SetInputs(layer, original, use);
    if (const YamlNode* shared = original.Find(kShares)) {
      ReplaceEntry(layer, kShares, [&](const YamlNode&) -> const YamlNode& {
        return *ResolveInnerName(*shared, use).front();
      });
    }
    layer.is_reported = has_mistake_;
    layers_.push_back(&layer);
  }

  static std::string NextName(const std::string& base, Use& use) {
    const size_t count = use.counters[base]++;
    return count == 0 ? base : base + "_" + std::to_string(count);
  }

  void SetInputs(YamlNode& layer, const YamlNode& original, const Use& use) {
    const YamlNode* inputs = original.Find(kInputs);
    if (inputs != nullptr) {
      ReplaceEntry(layer, kInputs,
                   [&](const YamlNode& copy) -> const YamlNode& {
                     return ListOf(copy, ResolveInner(*inputs, use));
                   });
    } else if (&original == use.block->layers.front() && !use.inputs.empty()) {
      AddEntry(layer, kInputs, ListOf(layer, use.inputs));
    }
  }

  // A deep copy with values for parameters, and with the use that it is of.
  YamlNode& Copy(const YamlNode& original, const Use& use) {
    const YamlNode& value = ValueOf(original, use);
    YamlNode& copy = NewNode(value);
    const bool is_argument = &value != &original;
    copy.span = original.span;
    copy.span.used_at = is_argument ? value.span.location : use.span.location;
    copy.span.used_length = is_argument ? value.span.length : use.span.length;
    if (is_argument) return copy;
    for (const YamlNode*& item : copy.items) item = &Copy(*item, use);
    for (YamlNode::Entry& entry : copy.entries) {
      entry = {&Copy(*entry.key, use), &Copy(*entry.value, use)};
    }
    return copy;
  }

  // What stands for $name; the node itself if it is no parameter.
  const YamlNode& ValueOf(const YamlNode& node, const Use& use) {
    if (!IsReference(node)) return node;
    const std::string_view name = std::string_view(node.text).substr(1);
    if (const YamlNode* argument = use.node->Find(name)) return *argument;
    std::vector<std::string_view> names;
    for (const BlockParameter& parameter : use.block->parameters) {
      if (parameter.name == name) return *parameter.value;
      names.push_back(parameter.name);
    }
    has_mistake_ = true;
    Error(node.span, "unknown-name",
          llvm::formatv("unknown parameter {0} of the block {1}", Quote(name),
                        Quote(use.block->name)),
          SuggestName(name, names));
    return node;
  }

  static bool IsReference(const YamlNode& node) {
    return node.IsScalar() && !node.quoted && node.text.size() > 1 &&
           node.text.front() == kReference;
  }

  // ---- Names ----

  std::string_view BaseName(const YamlNode& type) const {
    for (const LayerType* known : catalog_.types()) {
      if (type.IsScalar() && known->section.name == type.text) {
        return known->base_name;
      }
    }
    return "";
  }

  // What an input outside of all blocks stands for: a block is its last layer.
  const YamlNode* ResolveName(const YamlNode& input) {
    const auto block = last_layers_.find(input.text);
    if (!input.IsScalar() || block == last_layers_.end()) return &input;
    return &NameOf(block->second, input.span);
  }

  std::vector<const YamlNode*> ResolveOuter(const YamlNode& inputs) {
    if (!inputs.IsSequence()) return {ResolveName(inputs)};
    std::vector<const YamlNode*> names = inputs.items;
    if (names.size() > kMostLayerInputs) return names;  // the reader reports it
    for (const YamlNode*& name : names) name = ResolveName(*name);
    return names;
  }

  std::vector<const YamlNode*> ResolveInner(const YamlNode& inputs,
                                            const Use& use) {
    if (!inputs.IsSequence()) return ResolveInnerName(inputs, use);
    std::vector<const YamlNode*> names;
    for (const YamlNode* input : inputs.items) {
      for (const YamlNode* name : ResolveInnerName(*input, use)) {
        names.push_back(name);
      }
      if (names.size() > kMostLayerInputs) break;  // the reader reports it
    }
    return names;
  }

  // Names in a block are its own layers', but for `input` and what a use gives.
  std::vector<const YamlNode*> ResolveInnerName(const YamlNode& input,
                                                const Use& use) {
    if (IsReference(input)) return ResolveOuter(ValueOf(input, use));
    YamlNode& copy = Copy(input, use);
    if (!input.IsScalar()) return {&copy};
    if (input.text != kInputName) {
      copy.text = use.name + "_" + input.text;
      return {&copy};
    }
    if (!use.inputs.empty()) return use.inputs;
    if (use.first == 0) return {&copy};
    return {&NameOf(use.first - 1, copy.span)};
  }

  // A node for the name of a layer that may get it only later.
  const YamlNode& NameOf(size_t layer, const SourceSpan& span) {
    YamlNode& name = NewScalar(span, "");
    names_to_fill_.emplace_back(&name, layer);
    return name;
  }

  void FillNames() {
    std::vector<NameRequest> requests;
    for (const YamlNode* layer : layers_) {
      const YamlNode* name = layer->Find(kName);
      const YamlNode* type = layer->Find("type");
      requests.push_back({name != nullptr && name->IsScalar() ? name->text : "",
                          type != nullptr ? BaseName(*type) : ""});
    }
    const std::vector<std::string> names = AssignNames(requests);
    for (const auto& [node, layer] : names_to_fill_) node->text = names[layer];
    CheckThatNamesDiffer(names);
  }

  // Of layers outside and blocks: an input could mean either.
  void CheckThatNamesDiffer(const std::vector<std::string>& names) {
    for (size_t i = 0; i < names.size(); ++i) {
      if (!last_layers_.contains(names[i])) continue;
      const YamlNode* name = layers_[i]->Find(kName);
      Error(name != nullptr ? name->span : layers_[i]->span, "duplicate-name",
            llvm::formatv("a layer and a block have the name {0}",
                          Quote(names[i])));
    }
  }

  // ---- Nodes ----

  // One name stands alone, as a list of one would mean the same.
  const YamlNode& ListOf(const YamlNode& place,
                         std::vector<const YamlNode*> items) {
    if (items.size() == 1 && !place.IsSequence()) return *items.front();
    YamlNode& list = document_.nodes.emplace_back();
    list.kind = YamlNode::Kind::kSequence;
    list.span = place.span;
    list.items = std::move(items);
    return list;
  }

  void AddEntry(YamlNode& map, std::string_view key, const YamlNode& value) {
    map.entries.push_back({&NewScalar(map.span, std::string(key)), &value});
  }

  template <typename Replace>
  static void ReplaceEntry(YamlNode& map, std::string_view key,
                           Replace replace) {
    for (YamlNode::Entry& entry : map.entries) {
      if (entry.key->text == key) entry.value = &replace(*entry.value);
    }
  }

  void ReplaceRoot(const YamlNode& model, const YamlNode& list) {
    YamlNode& new_model = NewNode(model);
    ReplaceEntry(new_model, "layers",
                 [&](const YamlNode&) -> const YamlNode& { return list; });
    YamlNode& root = NewNode(*document_.root);
    ReplaceEntry(root, "model",
                 [&](const YamlNode&) -> const YamlNode& { return new_model; });
    document_.root = &root;
  }

  YamlDocument& document_;
  const LayerCatalog& catalog_;
  Diagnostics& diagnostics_;
  std::vector<BlockDefinition> definitions_;
  bool are_blocks_known_ = false;
  std::set<std::string_view> used_;
  std::vector<const YamlNode*> layers_;
  std::map<std::string, size_t> last_layers_;  // of uses, by their names
  std::vector<std::pair<YamlNode*, size_t>> names_to_fill_;
  size_t copied_ = 0;         // nodes of definitions
  bool has_mistake_ = false;  // the layer that is being copied
};

}  // namespace

void ExpandBlocks(YamlDocument& document, const LayerCatalog& catalog,
                  Diagnostics& diagnostics) {
  const YamlNode* model = document.root->Find("model");
  if (model == nullptr) return;
  const YamlNode* blocks = model->Find("blocks");
  const YamlNode* layers = model->Find("layers");
  if (blocks == nullptr || layers == nullptr) return;
  BlockExpander(document, catalog, diagnostics)
      .Expand(*model, *blocks, *layers);
}

}  // namespace sinter
