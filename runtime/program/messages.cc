#include "runtime/program/messages.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "runtime/files/write_all.h"

namespace sinter::runtime {
namespace {

// What is cut is the middle: the reason stands at the end.
constexpr size_t kMostMessageBytes = 2000;

std::string Shortened(const std::string& message) {
  if (message.size() <= kMostMessageBytes) return message;
  constexpr size_t kHalf = kMostMessageBytes / 2;
  return message.substr(0, kHalf) + "..." +
         message.substr(message.size() - kHalf);
}

void PrintMessage(const std::string& program, const char* kind,
                  const std::string& text) {
  std::string message = Shortened(text);
  std::replace_if(
      message.begin(), message.end(),
      [](unsigned char c) { return c < ' ' || c == 0x7f; }, '?');
  (void)WriteAll(STDERR_FILENO,
                 fmt::format("{}: {}: {}\n", program, kind, message));
}

}  // namespace

void PrintError(const std::string& program, const std::string& text) {
  PrintMessage(program, "error", text);
}

void PrintNote(const std::string& program, const std::string& text) {
  PrintMessage(program, "note", text);
}

}  // namespace sinter::runtime
