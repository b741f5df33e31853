// Looks for a mistake that YAML's parser reports far from its place.
#ifndef SINTER_COMPILER_SPEC_FLOW_BRACKETS_H_
#define SINTER_COMPILER_SPEC_FLOW_BRACKETS_H_

#include <cstddef>
#include <optional>
#include <string_view>

namespace sinter {

// The byte of the innermost '{' or '[' that is never closed, or closed by a
// bracket of the other kind; nothing if all are closed. Brackets in comments
// and quotes do not count. For text that the parser refused: block scalars are
// taken for plain text.
std::optional<size_t> FindUnclosedBracket(std::string_view text);

}  // namespace sinter

#endif  // SINTER_COMPILER_SPEC_FLOW_BRACKETS_H_
