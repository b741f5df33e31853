// An input of the fuzzer as a file: the runtime's readers take paths.
#ifndef SINTER_TESTS_FUZZ_TARGETS_MEMORY_FILE_H_
#define SINTER_TESTS_FUZZ_TARGETS_MEMORY_FILE_H_

#include <sys/mman.h>
#include <unistd.h>

#include <string>
#include <string_view>

#include "tests/fuzz/targets/require.h"

namespace sinter {

// A regular file in memory, gone with the object.
class MemoryFile {
 public:
  explicit MemoryFile(std::string_view content)
      : fd_(memfd_create("input", MFD_CLOEXEC)) {
    Require(fd_ >= 0, "there is memory for a file");
    while (!content.empty()) {
      const ssize_t count = write(fd_, content.data(), content.size());
      Require(count > 0, "a file in memory can be written");
      content.remove_prefix(static_cast<size_t>(count));
    }
  }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  ~MemoryFile() { close(fd_); }

  std::string path() const { return "/proc/self/fd/" + std::to_string(fd_); }

 private:
  int fd_;
};

}  // namespace sinter

#endif  // SINTER_TESTS_FUZZ_TARGETS_MEMORY_FILE_H_
