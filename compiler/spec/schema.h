// The schema for people: every key of a spec, from the table in fields.h. The
// part of models/README.md between its markers is this text.
#ifndef SINTER_COMPILER_SPEC_SCHEMA_H_
#define SINTER_COMPILER_SPEC_SCHEMA_H_

#include <string>

namespace sinter {

// Markdown: a heading and a table for each map of a spec.
std::string SchemaMarkdown();

}  // namespace sinter

#endif  // SINTER_COMPILER_SPEC_SCHEMA_H_
