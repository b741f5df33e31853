#include "compiler/spec/load_spec.h"

#include <utility>

#include "compiler/spec/checker.h"
#include "compiler/spec/expand_blocks.h"
#include "compiler/spec/reader.h"
#include "compiler/spec/spec_file.h"
#include "compiler/spec/yaml_tree.h"

namespace sinter {

std::optional<ModelSpec> LoadSpec(const std::string& path,
                                  const LayerCatalog& catalog,
                                  Diagnostics& diagnostics) {
  std::optional<std::string> text = ReadSpecFile(path, diagnostics);
  if (!text) return std::nullopt;
  return ParseSpec(std::move(*text), path, catalog, diagnostics);
}

std::optional<ModelSpec> ParseSpec(std::string text, const std::string& path,
                                   const LayerCatalog& catalog,
                                   Diagnostics& diagnostics) {
  const std::optional<std::string> checked =
      CheckText(std::move(text), path, diagnostics);
  if (!checked) return std::nullopt;
  std::optional<YamlDocument> document = ParseYaml(*checked, diagnostics);
  if (!document) return std::nullopt;
  ExpandBlocks(*document, catalog, diagnostics);
  RawSpec raw = ReadSpec(*document, catalog, diagnostics);
  CheckSpec(raw, diagnostics);
  if (diagnostics.has_errors()) return std::nullopt;
  raw.spec.path = path;
  return std::move(raw.spec);
}

}  // namespace sinter
