#include "runtime/atomic_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>

namespace sinter::runtime {
namespace {

constexpr size_t kBufferBytes = 64 * 1024;
constexpr int kMostLinks = 40;  // as the kernel

// What a chain of symbolic links names in the end, there or not. Nothing if it
// has no end.
std::optional<std::string> FollowLinks(const std::string& path) {
  std::filesystem::path target = path;
  for (int i = 0; i < kMostLinks; ++i) {
    std::error_code error;
    const std::filesystem::path next =
        std::filesystem::read_symlink(target, error);
    if (error) return target;
    target = target.parent_path() / next;
  }
  return std::nullopt;
}

std::string FolderOf(const std::string& target) {
  const std::string folder = std::filesystem::path(target).parent_path();
  return folder.empty() ? "." : folder;
}

std::string TemporaryFor(const std::string& target) {
  const std::string name = std::filesystem::path(target).filename();
  return FolderOf(target) + "/." + name + ".partial";
}

Status SystemError(const std::string& path, const char* what) {
  return FileError(fmt::format("{}: {}: {}", path, what, std::strerror(errno)));
}

bool IsSameFile(const struct stat& a, const struct stat& b) {
  return a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

// Opens and locks the temporary file, empty. Its last owner may rename or
// remove it between our opening and our locking it: then once more.
StatusOr<FileDescriptor> OpenTemporary(const std::string& path,
                                       const std::string& temporary,
                                       mode_t mode) {
  constexpr const char* kWhat = "cannot write here";
  for (;;) {
    FileDescriptor fd(open(temporary.c_str(),
                           O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, mode));
    if (fd.get() < 0) return SystemError(path, kWhat);
    if (flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
      if (errno != EWOULDBLOCK) return SystemError(path, kWhat);
      return FileError(
          fmt::format("{}: another process is writing this file", path));
    }
    struct stat opened, named;
    if (fstat(fd.get(), &opened) != 0) return SystemError(path, kWhat);
    const bool is_named = lstat(temporary.c_str(), &named) == 0;
    if (!is_named && errno != ENOENT) return SystemError(path, kWhat);
    if (!is_named || !IsSameFile(opened, named)) continue;
    if (ftruncate(fd.get(), 0) != 0) return SystemError(path, kWhat);
    return fd;
  }
}

// Makes a new name in `folder` last. Some file systems cannot; then it is as
// safe as they make it.
bool SyncFolder(const std::string& folder) {
  FileDescriptor fd(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return fd.get() >= 0 &&
         (fsync(fd.get()) == 0 || errno == EINVAL || errno == ENOSYS);
}

bool IsFolder(const std::string& path) {
  struct stat info;
  return stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode);
}

}  // namespace

Status CreateFolder(const std::string& path) {
  std::string name = path;
  while (name.size() > 1 && name.back() == '/') name.pop_back();
  if (IsFolder(name)) return Status();
  int result = mkdir(name.c_str(), 0777);
  if (result != 0 && errno == ENOENT && FolderOf(name) != ".") {
    Status status = CreateFolder(FolderOf(name));
    if (!status.ok()) return status;
    result = mkdir(name.c_str(), 0777);
  }
  if (result != 0 && !(errno == EEXIST && IsFolder(name))) {
    return SystemError(path, "cannot make this folder");
  }
  return SyncFolder(FolderOf(name))
             ? Status()
             : SystemError(path, "cannot write the folder it is in");
}

Status WriteFileAtomically(const std::string& path, std::string_view content) {
  StatusOr<AtomicFile> file = AtomicFile::Create(path);
  if (!file.ok()) return file.status();
  if (Status status = file->Write(content); !status.ok()) return status;
  return file->Commit();
}

Status RemoveLeftover(const std::string& path) {
  return AtomicFile::Create(path).status();
}

StatusOr<AtomicFile> AtomicFile::Create(const std::string& path) {
  const std::optional<std::string> end_of_links = FollowLinks(path);
  if (!end_of_links.has_value()) {
    return FileError(fmt::format("{}: too many symbolic links", path));
  }
  const std::string& target = *end_of_links;
  if (std::filesystem::path(target).filename().empty()) {
    return FileError(fmt::format("'{}': not a file name", path));
  }
  struct stat info;
  const bool exists = stat(target.c_str(), &info) == 0;
  if (!exists && errno != ENOENT) return SystemError(path, "cannot write here");
  if (exists && S_ISDIR(info.st_mode)) {
    return FileError(fmt::format("{}: is a directory", path));
  }
  if (exists && !S_ISREG(info.st_mode)) {
    FileDescriptor fd(open(target.c_str(), O_WRONLY | O_CLOEXEC));
    if (fd.get() < 0) return SystemError(path, "cannot write");
    return AtomicFile(path, target, "", std::move(fd));
  }
  const std::string temporary = TemporaryFor(target);
  const mode_t mode = exists ? info.st_mode & 0777 : 0666;
  StatusOr<FileDescriptor> fd = OpenTemporary(path, temporary, mode);
  if (!fd.ok()) return fd.status();
  return AtomicFile(path, target, temporary, std::move(*fd));
}

AtomicFile::AtomicFile(std::string path, std::string target,
                       std::string temporary, FileDescriptor fd)
    : path_(std::move(path)),
      target_(std::move(target)),
      temporary_(std::move(temporary)),
      fd_(std::move(fd)) {
  buffer_.reserve(kBufferBytes);
}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : path_(std::move(other.path_)),
      target_(std::move(other.target_)),
      temporary_(std::exchange(other.temporary_, {})),
      fd_(std::move(other.fd_)),
      buffer_(std::move(other.buffer_)),
      written_(other.written_),
      status_(std::move(other.status_)) {}

// Removed before it is closed: while this process holds the lock, the name
// cannot belong to another one.
AtomicFile::~AtomicFile() {
  if (!temporary_.empty()) unlink(temporary_.c_str());
}

Status AtomicFile::Write(std::span<const std::byte> bytes) {
  while (status_.ok() && !bytes.empty()) {
    const size_t count = std::min(bytes.size(), kBufferBytes - buffer_.size());
    buffer_.append(reinterpret_cast<const char*>(bytes.data()), count);
    bytes = bytes.subspan(count);
    if (buffer_.size() == kBufferBytes) status_ = Flush();
  }
  return status_;
}

Status AtomicFile::Flush() {
  std::string_view rest = buffer_;
  while (!rest.empty()) {
    const ssize_t count = write(fd_.get(), rest.data(), rest.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return SystemError(path_, "cannot write");
    if (count == 0)
      return FileError(path_ + ": cannot write: nothing is taken");
    rest.remove_prefix(static_cast<size_t>(count));
  }
  written_ += buffer_.size();
  buffer_.clear();
  return Status();
}

Status AtomicFile::Commit() {
  if (status_.ok()) status_ = Flush();
  if (status_.ok()) status_ = Finish();
  return status_;
}

Status AtomicFile::Finish() {
  if (temporary_.empty()) {
    return fd_.Close() ? Status() : SystemError(path_, "cannot write");
  }
  struct stat info;
  if (fstat(fd_.get(), &info) != 0) return SystemError(path_, "cannot write");
  if (static_cast<uint64_t>(info.st_size) != written_) {
    return FileError(fmt::format("{}: cannot write: {} of {} bytes arrived",
                                 path_, info.st_size, written_));
  }
  if (fsync(fd_.get()) != 0) return SystemError(path_, "cannot write");
  if (rename(temporary_.c_str(), target_.c_str()) != 0) {
    return SystemError(path_, "cannot put the file in place");
  }
  temporary_.clear();
  // The lock goes after the rename, not before. All is on the disk: closing can
  // tell nothing new.
  (void)fd_.Close();
  return SyncFolder(FolderOf(target_))
             ? Status()
             : SystemError(path_, "cannot write its folder");
}

}  // namespace sinter::runtime
