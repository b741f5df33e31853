// A YAML document as a tree that is safe to walk: bounded in size and depth,
// free of cycles, every node with its place.
//
// The tree is built from yaml-cpp's events instead of YAML::Load, which drops
// duplicate keys' places and the difference between 12 and "12", and needs a
// bound on nesting before it recurses.
#ifndef SINTER_COMPILER_SPEC_YAML_TREE_H_
#define SINTER_COMPILER_SPEC_YAML_TREE_H_

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "compiler/spec/diagnostics.h"

namespace sinter {

inline constexpr size_t kDeepestNesting = 64;
// Nodes of a document, every alias counted with all it stands for.
inline constexpr size_t kMostYamlNodes = 100000;

struct YamlNode {
  enum class Kind { kNull, kScalar, kSequence, kMap };

  struct Entry {
    const YamlNode* key;
    const YamlNode* value;
  };

  Kind kind = Kind::kNull;
  bool quoted = false;  // a scalar in quotes or a block scalar: never a number,
                        // never a boolean
  std::string text;     // of a scalar
  bool is_reported = false;  // has a mistake that was told of already
  SourceSpan span;
  std::vector<const YamlNode*> items;  // of a sequence
  std::vector<Entry> entries;  // of a map, in the file's order, duplicates kept

  size_t size = 1;    // nodes below and including this one, aliases expanded
  size_t height = 1;  // levels below and including this one, aliases expanded

  bool IsScalar() const { return kind == Kind::kScalar; }
  bool IsSequence() const { return kind == Kind::kSequence; }
  bool IsMap() const { return kind == Kind::kMap; }
  // The value of the first entry with this key, or null.
  const YamlNode* Find(std::string_view key) const;
};

// Owns the nodes; `root` and all pointers between nodes live as long as it
// does.
struct YamlDocument {
  std::deque<YamlNode> nodes;
  const YamlNode* root = nullptr;
};

// Parses the one document in `text` (UTF-8). Reports the first mistake: syntax,
// several documents, nesting over kDeepestNesting, alias cycles, over
// kMostYamlNodes nodes, explicit tags, no document.
std::optional<YamlDocument> ParseYaml(const std::string& text,
                                      Diagnostics& diagnostics);

}  // namespace sinter

#endif  // SINTER_COMPILER_SPEC_YAML_TREE_H_
