// Writes to a file descriptor of whatever kind: file, terminal or pipe.
#ifndef SINTER_RUNTIME_FILES_WRITE_ALL_H_
#define SINTER_RUNTIME_FILES_WRITE_ALL_H_

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <string_view>

namespace sinter::runtime {

// A write that takes no byte and gives no reason; no errno is negative.
inline constexpr int kNothingTaken = -1;

// 0, or why not all of `text` was written: errno or kNothingTaken. A signal is
// no reason, nor is a full pipe: that another process made non-blocking it
// waits for as for any other.
inline int WriteAll(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = write(fd, text.data(), text.size());
    if (count == 0) return kNothingTaken;
    if (count > 0) {
      text.remove_prefix(static_cast<size_t>(count));
      continue;
    }
    if (errno == EINTR) continue;
    if (errno != EAGAIN) return errno;
    pollfd room = {fd, POLLOUT, 0};
    if (poll(&room, 1, -1) < 0 && errno != EINTR) return errno;
  }
  return 0;
}

inline const char* WriteErrorText(int error) {
  return error == kNothingTaken ? "nothing is taken" : std::strerror(error);
}

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_FILES_WRITE_ALL_H_
