// The program's standard output: results only, each text written whole or
// reported as an error. But a reader that has closed the pipe (`| head`) wants
// no more: that is no error, and the rest is dropped.
#ifndef SINTER_RUNTIME_PROGRAM_RESULTS_H_
#define SINTER_RUNTIME_PROGRAM_RESULTS_H_

#include <fmt/format.h>

#include <cmath>
#include <iterator>
#include <string>
#include <utility>

#include "runtime/engine/status.h"

namespace sinter::runtime {

// The shortest text that reads back as the same number; JSON knows no infinity
// and no NaN: they become null.
template <typename T>
std::string JsonNumber(T value) {
  return std::isfinite(value) ? fmt::format("{}", value) : "null";
}

class Results {
 public:
  explicit Results(int fd) : fd_(fd) {}

  // Keeps the text until Flush. Formatting does not depend on the locale.
  template <typename... Args>
  void Print(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(text_), format,
                   std::forward<Args>(args)...);
  }

  Status Flush();

 private:
  const int fd_;
  std::string text_;
};

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_PROGRAM_RESULTS_H_
