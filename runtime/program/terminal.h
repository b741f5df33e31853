// What a stream's reader understands.
#ifndef SINTER_RUNTIME_PROGRAM_TERMINAL_H_
#define SINTER_RUNTIME_PROGRAM_TERMINAL_H_

#include <cstddef>

namespace sinter::runtime {

// A terminal that knows control sequences: TERM is set, and not to dumb.
bool IsCapableTerminal(int fd);

// Characters a line: as the terminal says, else as COLUMNS, else 80.
size_t TerminalColumns(int fd);

// Whether the environment's locale writes text in UTF-8. The names of locales
// decide, not what is installed: that is the terminal's affair, and it may be
// on another machine.
bool IsUtf8Locale();

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_PROGRAM_TERMINAL_H_
