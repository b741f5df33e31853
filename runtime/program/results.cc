#include "runtime/program/results.h"

#include <cerrno>

#include "runtime/files/write_all.h"

namespace sinter::runtime {

Status Results::Flush() {
  const int error = WriteAll(fd_, std::exchange(text_, {}));
  if (error == 0 || error == EPIPE) return Status();
  return FileError(
      fmt::format("cannot write the results: {}", WriteErrorText(error)));
}

}  // namespace sinter::runtime
