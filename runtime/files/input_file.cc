#include "runtime/files/input_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace sinter::runtime {

bool FileDescriptor::Close() {
  const int fd = std::exchange(fd_, -1);
  return fd < 0 || close(fd) == 0;
}

Status InputFile::ReadAt(uint64_t offset, void* out, size_t count) const {
  for (size_t done = 0; done < count;) {
    const ssize_t got = pread(fd.get(), static_cast<char*>(out) + done,
                              count - done, static_cast<off_t>(offset + done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Error(std::strerror(errno));
    if (got == 0) return Error("the file became shorter while read");
    done += static_cast<size_t>(got);
  }
  return Status();
}

Status InputFile::Error(const std::string& reason) const {
  return FileError(fmt::format("{}: {}", path, reason));
}

StatusOr<InputFile> OpenInputFile(const std::string& path) {
  // Not blocking: opening a pipe that nobody writes to would hang.
  FileDescriptor fd(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat info;
  if (fd.get() < 0 || fstat(fd.get(), &info) != 0) {
    return FileError(fmt::format("{}: {}", path, std::strerror(errno)));
  }
  if (!S_ISREG(info.st_mode)) {
    return FileError(fmt::format("{}: not a regular file", path));
  }
  return InputFile{path, std::move(fd), static_cast<uint64_t>(info.st_size)};
}

}  // namespace sinter::runtime
