// Reads a spec's text from disk and checks what must hold before a YAML parser
// sees it.
#ifndef SINTER_COMPILER_SPEC_SPEC_FILE_H_
#define SINTER_COMPILER_SPEC_SPEC_FILE_H_

#include <cstddef>
#include <optional>
#include <string>

#include "compiler/spec/diagnostics.h"

namespace sinter {

inline constexpr size_t kLargestSpecBytes = size_t{1} << 20;

// The bytes of `path`, at most kLargestSpecBytes + 1 of them. Anything but a
// regular file that can be read is reported as an error in the file.
std::optional<std::string> ReadSpecFile(const std::string& path,
                                        Diagnostics& diagnostics);

// Hands `text` to `diagnostics` as the source, without its byte order mark, and
// returns it so. Reports text that is empty, too large, no UTF-8, or holds
// control characters.
std::optional<std::string> CheckText(std::string text, const std::string& path,
                                     Diagnostics& diagnostics);

}  // namespace sinter

#endif  // SINTER_COMPILER_SPEC_SPEC_FILE_H_
