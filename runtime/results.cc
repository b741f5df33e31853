#include "runtime/results.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string_view>

namespace sinter::runtime {

Status Results::Flush() {
  std::string_view rest = text_;
  while (!rest.empty()) {
    const ssize_t count = write(fd_, rest.data(), rest.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) {
      const int reason = count < 0 ? errno : EIO;
      text_.clear();
      return FileError(
          fmt::format("cannot write the results: {}", std::strerror(reason)));
    }
    rest.remove_prefix(static_cast<size_t>(count));
  }
  text_.clear();
  return Status();
}

}  // namespace sinter::runtime
