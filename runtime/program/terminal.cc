#include "runtime/program/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cctype>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "runtime/engine/parse_number.h"

namespace sinter::runtime {
namespace {

// "" if it is not set.
std::string_view Variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view() : value;
}

// The first of them that is set holds for characters.
std::string_view LocaleName() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    if (!Variable(name).empty()) return Variable(name);
  }
  return "C";
}

}  // namespace

bool IsCapableTerminal(int fd) {
  const std::string_view kind = Variable("TERM");
  return isatty(fd) == 1 && !kind.empty() && kind != "dumb";
}

size_t TerminalColumns(int fd) {
  constexpr size_t kUsual = 80;
  winsize size = {};
  if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  uint32_t columns = 0;
  const std::string text(Variable("COLUMNS"));
  return ParseNumber(text, 1u, 100000u, columns) ? columns : kUsual;
}

bool IsUtf8Locale() {
  const std::string_view name = LocaleName();
  const size_t dot = name.find('.');
  if (dot == name.npos) return false;
  std::string letters;  // of "UTF-8", "utf8@euro"
  for (char c : name.substr(dot + 1, name.find('@', dot) - dot - 1)) {
    if (c != '-') letters += static_cast<char>(std::tolower(c));
  }
  return letters == "utf8";
}

}  // namespace sinter::runtime
