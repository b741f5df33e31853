// model.blocks: groups of layers with parameters, defined once and used by
// name.
#ifndef SINTER_COMPILER_SPEC_BLOCK_DEFINITIONS_H_
#define SINTER_COMPILER_SPEC_BLOCK_DEFINITIONS_H_

#include <string_view>
#include <vector>

#include "compiler/spec/diagnostics.h"
#include "compiler/spec/yaml_tree.h"

namespace sinter {

struct BlockParameter {
  std::string_view name;
  const YamlNode* value;  // null of YAML: a use must give it
};

struct BlockDefinition {
  std::string_view name;
  SourceSpan span;  // of the name
  std::vector<BlockParameter> parameters = {};
  std::vector<const YamlNode*> layers = {};
  bool is_sound = true;
};

// Keys of a use that are no parameters: the name that its layers' names begin
// with, and what its `input` is.
inline constexpr std::string_view kBlockName = "name";
inline constexpr std::string_view kBlockInputs = "inputs";

// The definitions in `blocks`, in the file's order. Every mistake in what makes
// a definition goes to `diagnostics`; those in its layers are found where it is
// used.
std::vector<BlockDefinition> ReadBlockDefinitions(const YamlNode& blocks,
                                                  Diagnostics& diagnostics);

// The definition that a list item {name: {...}} uses; null if it is a layer or
// a mistake.
const BlockDefinition* FindUsedBlock(
    const YamlNode& item, const std::vector<BlockDefinition>& definitions);

}  // namespace sinter

#endif  // SINTER_COMPILER_SPEC_BLOCK_DEFINITIONS_H_
