// Files opened for reading.
#ifndef SINTER_RUNTIME_FILES_INPUT_FILE_H_
#define SINTER_RUNTIME_FILES_INPUT_FILE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "runtime/engine/status.h"

namespace sinter::runtime {

// An open file descriptor, closed at the end.
class FileDescriptor {
 public:
  explicit FileDescriptor(int fd) : fd_(fd) {}
  FileDescriptor(FileDescriptor&& other) noexcept
      : fd_(std::exchange(other.fd_, -1)) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~FileDescriptor() { Close(); }

  int get() const { return fd_; }
  // False if closing reports that something could not be written.
  bool Close();

 private:
  int fd_;  // -1: none
};

struct InputFile {
  std::string path;  // for messages
  FileDescriptor fd;
  uint64_t size;  // bytes

  // Reads exactly `count` bytes at `offset`, which the file is known to have.
  Status ReadAt(uint64_t offset, void* out, size_t count) const;

  // "path: reason".
  Status Error(const std::string& reason) const;
};

// Opens a regular file; anything else, a folder or a pipe, is an error.
StatusOr<InputFile> OpenInputFile(const std::string& path);

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_FILES_INPUT_FILE_H_
