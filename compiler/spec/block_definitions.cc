#include "compiler/spec/block_definitions.h"

#include <algorithm>

#include "compiler/spec/limits.h"
#include "compiler/spec/names.h"
#include "compiler/spec/scalar_reader.h"
#include "compiler/spec/suggestion.h"
#include "llvm/Support/FormatVariadic.h"

namespace sinter {
namespace {

class DefinitionReader {
 public:
  explicit DefinitionReader(Diagnostics& diagnostics)
      : diagnostics_(diagnostics), scalars_(diagnostics) {}

  std::vector<BlockDefinition> ReadAll(const YamlNode& blocks) {
    std::vector<BlockDefinition> definitions;
    if (!blocks.IsMap()) {
      scalars_.WrongType(blocks, "'blocks'", "a map");
      return definitions;
    }
    if (!CheckCount(blocks, "blocks")) return definitions;
    for (const auto& [key, value] : blocks.entries) {
      definitions.push_back({.name = key->text, .span = key->span});
      BlockDefinition& block = definitions.back();
      block.is_sound = CheckName(*key) && IsNew(*key, definitions) &&
                       ReadBlock(*value, block);
    }
    return definitions;
  }

 private:
  bool Error(const YamlNode& node, std::string_view slug, std::string message,
             std::string hint = "") {
    diagnostics_.Error(node.span, slug, std::move(message), std::move(hint));
    return false;
  }

  bool CheckCount(const YamlNode& map, std::string_view noun) {
    if (map.entries.size() <= kMostLayers) return true;
    return Error(map, "out-of-range",
                 llvm::formatv("at most {0} {1}, not {2}", kMostLayers, noun,
                               map.entries.size()));
  }

  bool CheckName(const YamlNode& key) {
    if (!key.IsScalar()) return scalars_.WrongType(key, "a name", "a word");
    const std::string_view objection = WhyNotIdentifier(key.text);
    if (objection.empty()) return true;
    return Error(key, "bad-name",
                 llvm::formatv("the name {0} {1}", Quote(key.text), objection));
  }

  bool IsNew(const YamlNode& key,
             const std::vector<BlockDefinition>& definitions) {
    const auto first =
        std::ranges::find(definitions, key.text, &BlockDefinition::name);
    if (&*first == &definitions.back()) return true;
    return Error(
        key, "duplicate-key",
        llvm::formatv("two blocks have the name {0}", Quote(key.text)),
        llvm::formatv("the first is in line {0}", first->span.location.line));
  }

  bool ReadBlock(const YamlNode& node, BlockDefinition& block) {
    if (!node.IsMap()) {
      return scalars_.WrongType(node, "a block", "a map with layers");
    }
    bool is_sound = CheckKeys(node);
    const YamlNode* parameters = node.Find("parameters");
    if (parameters != nullptr) is_sound &= ReadParameters(*parameters, block);
    const YamlNode* layers = node.Find("layers");
    if (layers == nullptr) {
      return Error(node, "missing-key", "missing key 'layers' for a block");
    }
    return ReadLayers(*layers, block) && is_sound;
  }

  bool CheckKeys(const YamlNode& node) {
    bool is_sound = true;
    for (const YamlNode::Entry& entry : node.entries) {
      const std::string& key = entry.key->text;
      if (key == "parameters" || key == "layers") continue;
      is_sound = Error(*entry.key, "unknown-key",
                       llvm::formatv("unknown key {0} for a block", Quote(key)),
                       SuggestName(key, {"parameters", "layers"}));
    }
    return is_sound;
  }

  bool ReadParameters(const YamlNode& node, BlockDefinition& block) {
    if (!node.IsMap()) {
      return scalars_.WrongType(node, "'parameters'",
                                "a map of names and values");
    }
    if (!CheckCount(node, "parameters")) return false;
    bool is_sound = true;
    for (const auto& [key, value] : node.entries) {
      is_sound &= CheckParameterName(*key, block);
      block.parameters.push_back({key->text, value});
    }
    return is_sound;
  }

  bool CheckParameterName(const YamlNode& key, const BlockDefinition& block) {
    if (!CheckName(key)) return false;
    const auto is_same = [&](const BlockParameter& other) {
      return other.name == key.text;
    };
    if (std::ranges::any_of(block.parameters, is_same)) {
      return Error(
          key, "duplicate-key",
          llvm::formatv("two parameters have the name {0}", Quote(key.text)));
    }
    if (key.text != kBlockName && key.text != kBlockInputs) return true;
    return Error(
        key, "bad-name",
        llvm::formatv("every use of a block has a key {0}", Quote(key.text)),
        "choose another name");
  }

  bool ReadLayers(const YamlNode& node, BlockDefinition& block) {
    if (!node.IsSequence()) {
      return scalars_.WrongType(node, "'layers'", "a list of layers");
    }
    if (node.items.empty()) {
      return Error(node, "out-of-range", "a block needs at least one layer");
    }
    block.layers = node.items;
    bool is_sound = true;
    for (const YamlNode* layer : node.items) {
      const bool is_layer = layer->IsMap() && layer->Find("type") != nullptr;
      if (is_layer) continue;
      is_sound = Error(*layer, "wrong-type",
                       "a layer of a block must be a map with a type");
    }
    return is_sound;
  }

  Diagnostics& diagnostics_;
  ScalarReader scalars_;
};

}  // namespace

std::vector<BlockDefinition> ReadBlockDefinitions(const YamlNode& blocks,
                                                  Diagnostics& diagnostics) {
  return DefinitionReader(diagnostics).ReadAll(blocks);
}

const BlockDefinition* FindUsedBlock(
    const YamlNode& item, const std::vector<BlockDefinition>& definitions) {
  if (!item.IsMap() || item.entries.size() != 1) return nullptr;
  const auto found = std::ranges::find(
      definitions, item.entries.front().key->text, &BlockDefinition::name);
  return found == definitions.end() ? nullptr : &*found;
}

}  // namespace sinter
