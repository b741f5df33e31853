// The front door of compiler/spec: from a YAML file to a checked ModelSpec.
#ifndef SINTER_COMPILER_SPEC_LOAD_SPEC_H_
#define SINTER_COMPILER_SPEC_LOAD_SPEC_H_

#include <optional>
#include <string>

#include "compiler/spec/diagnostics.h"
#include "compiler/spec/layer_type.h"
#include "compiler/spec/model_spec.h"

namespace sinter {

// Reads, checks and completes the spec in the file `path`, whose layers are of
// `catalog`'s kinds (compiler/layers/all_layers.h has all). Every mistake goes
// to `diagnostics`; a spec comes back only when there was none.
std::optional<ModelSpec> LoadSpec(const std::string& path,
                                  const LayerCatalog& catalog,
                                  Diagnostics& diagnostics);

// The same for text in memory; `path` is used in messages and kept in the spec.
std::optional<ModelSpec> ParseSpec(std::string text, const std::string& path,
                                   const LayerCatalog& catalog,
                                   Diagnostics& diagnostics);

}  // namespace sinter

#endif  // SINTER_COMPILER_SPEC_LOAD_SPEC_H_
