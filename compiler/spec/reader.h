// From a YAML tree to a ModelSpec, key by key, driven by the table in fields.h.
// What concerns more than one value (names, shapes, the loss against the last
// layer) is the checker's.
#ifndef SINTER_COMPILER_SPEC_READER_H_
#define SINTER_COMPILER_SPEC_READER_H_

#include <initializer_list>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "compiler/spec/diagnostics.h"
#include "compiler/spec/layer_type.h"
#include "compiler/spec/model_spec.h"
#include "compiler/spec/yaml_tree.h"

namespace sinter {

// A spec as read: values with mistakes keep their defaults, layers have no
// shapes and no automatic names yet.
struct RawSpec {
  ModelSpec spec;
  const YamlNode* root = nullptr;
  std::vector<const YamlNode*> layer_nodes;  // parallel to spec.layers
  std::unordered_set<const YamlNode*>
      mistaken;  // nodes with a mistake in them or below

  bool IsSound(const YamlNode* node) const {
    return node != nullptr && !mistaken.contains(node);
  }

  // The node of a value of the spec by its keys from the root, or null.
  const YamlNode* Find(std::initializer_list<std::string_view> keys) const {
    const YamlNode* node = root;
    for (std::string_view key : keys) {
      node = node == nullptr ? nullptr : node->Find(key);
    }
    return node;
  }
};

// Reports every mistake to `diagnostics`. The result points into `document`.
RawSpec ReadSpec(const YamlDocument& document, const LayerCatalog& catalog,
                 Diagnostics& diagnostics);

}  // namespace sinter

#endif  // SINTER_COMPILER_SPEC_READER_H_
