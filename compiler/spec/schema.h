// The schema for people: every key of a spec, from the tables of fields. The
// part of models/README.md between its markers is this text.
#ifndef SINTER_COMPILER_SPEC_SCHEMA_H_
#define SINTER_COMPILER_SPEC_SCHEMA_H_

#include <string>

#include "compiler/spec/layer_type.h"

namespace sinter {

// Markdown: a heading and a table for each map of a spec.
std::string SchemaMarkdown(const LayerCatalog& catalog);

}  // namespace sinter

#endif  // SINTER_COMPILER_SPEC_SCHEMA_H_
