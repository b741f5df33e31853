#include "runtime/files/atomic_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "runtime/files/file_lock.h"
#include "runtime/files/write_all.h"

namespace sinter::runtime {
namespace {

constexpr size_t kWriteBufferBytes = 64 * 1024;

Status SystemError(const std::string& path, const char* what) {
  return FileError(fmt::format("{}: {}: {}", path, what, std::strerror(errno)));
}

// Opens and locks the temporary file, empty. Its last owner may rename or
// remove it between our opening and our locking it: then once more. It stays
// writable for its owner, whoever takes it over; what is no file there, and
// would let nobody go on, is not waited for.
StatusOr<FileDescriptor> OpenTemporary(const std::string& path,
                                       const std::string& temporary,
                                       mode_t mode) {
  constexpr const char* kWhat = "cannot write here";
  for (;;) {
    FileDescriptor fd(
        open(temporary.c_str(),
             O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, mode));
    if (fd.get() < 0) return SystemError(path, kWhat);
    struct stat opened, named;
    if (fstat(fd.get(), &opened) != 0) return SystemError(path, kWhat);
    if (!S_ISREG(opened.st_mode)) {
      return FileError(
          fmt::format("{}: cannot write here: {} is no file", path, temporary));
    }
    if (const int error = TakeLock(fd.get()); error != 0) {
      errno = error;
      if (error != EWOULDBLOCK) return SystemError(path, kWhat);
      return FileError(
          fmt::format("{}: another process is writing this file", path));
    }
    const bool is_named = lstat(temporary.c_str(), &named) == 0;
    if (!is_named && errno != ENOENT) return SystemError(path, kWhat);
    if (!is_named || !IsSameFile(opened, named)) continue;
    if (ftruncate(fd.get(), 0) != 0) return SystemError(path, kWhat);
    return fd;
  }
}

// A pipe that nobody reads would be waited for until somebody does.
StatusOr<FileDescriptor> OpenStream(const std::string& path,
                                    const OutputPlace& place) {
  FileDescriptor fd(
      open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (fd.get() >= 0) return fd;
  if (errno != ENXIO || !S_ISFIFO(place.there->st_mode)) {
    return SystemError(path, "cannot write");
  }
  return FileError(
      fmt::format("{}: cannot write: no process reads this pipe", path));
}

// Flushes to the disk. Some file systems cannot; then it is as safe as they
// make it.
bool Sync(int fd) {
  return fsync(fd) == 0 || errno == EINVAL || errno == ENOSYS;
}

// Makes a new name in `folder` last.
bool SyncFolder(const std::string& folder) {
  FileDescriptor fd(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return fd.get() >= 0 && Sync(fd.get());
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
  StatusOr<OutputPlace> place = FindOutputPlace(path);
  if (!place.ok()) return place.status();
  switch (place->kind) {
    case OutputPlace::Kind::kStream:
      return Direct(path, *place, OpenStream(path, *place));
    case OutputPlace::Kind::kDescriptor: {
      FileDescriptor fd(fcntl(place->descriptor, F_DUPFD_CLOEXEC, 0));
      if (fd.get() < 0) return SystemError(path, "cannot write");
      return Direct(path, *place, std::move(fd));
    }
    case OutputPlace::Kind::kFile:
      break;
  }
  return CreateTemporary(path, *place);
}

StatusOr<AtomicFile> AtomicFile::Direct(const std::string& path,
                                        const OutputPlace& place,
                                        StatusOr<FileDescriptor> fd) {
  if (!fd.ok()) return fd.status();
  return AtomicFile(path, place, "", std::move(*fd));
}

// A file that is replaced hands down its mode, whatever the umask.
StatusOr<AtomicFile> AtomicFile::CreateTemporary(const std::string& path,
                                                 const OutputPlace& place) {
  const std::string temporary = TemporaryFor(place.path);
  const mode_t mode = place.there.has_value() ? place.there->st_mode : 0666;
  StatusOr<FileDescriptor> fd =
      OpenTemporary(path, temporary, (mode & 0777) | S_IWUSR);
  if (!fd.ok()) return fd.status();
  AtomicFile file(path, place, temporary, std::move(*fd));
  if (place.there.has_value() &&
      fchmod(file.fd_.get(), (mode & 07777) | S_IWUSR) != 0) {
    return SystemError(path, "cannot keep its mode");
  }
  return file;
}

AtomicFile::AtomicFile(std::string path, OutputPlace place,
                       std::string temporary, FileDescriptor fd)
    : path_(std::move(path)),
      place_(std::move(place)),
      temporary_(std::move(temporary)),
      fd_(std::move(fd)) {
  buffer_.reserve(kWriteBufferBytes);
}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : path_(std::move(other.path_)),
      place_(std::move(other.place_)),
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
    const size_t count =
        std::min(bytes.size(), kWriteBufferBytes - buffer_.size());
    buffer_.append(reinterpret_cast<const char*>(bytes.data()), count);
    bytes = bytes.subspan(count);
    if (buffer_.size() == kWriteBufferBytes) status_ = Flush();
  }
  return status_;
}

// As for results, it is no error that the reader of standard output wants no
// more of it.
Status AtomicFile::Flush() {
  const int error = WriteAll(fd_.get(), buffer_);
  const bool unwanted = error == EPIPE && place_.descriptor == STDOUT_FILENO;
  if (error != 0 && !unwanted) {
    return FileError(
        fmt::format("{}: cannot write: {}", path_, WriteErrorText(error)));
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
  // Of a file that could be made writable before.
  if (place_.there.has_value()) {
    (void)fchmod(fd_.get(), place_.there->st_mode & 07777);
  }
  if (!Sync(fd_.get())) return SystemError(path_, "cannot write");
  if (rename(temporary_.c_str(), place_.path.c_str()) != 0) {
    return NotInPlace();
  }
  temporary_.clear();
  // The lock goes after the rename, not before. All is on the disk: closing can
  // tell nothing new.
  (void)fd_.Close();
  return SyncFolder(FolderOf(place_.path))
             ? Status()
             : SystemError(path_, "cannot write its folder");
}

// What took hours may lack nothing but its name.
Status AtomicFile::NotInPlace() {
  return FileError(
      fmt::format("{}: cannot put the file in place: {}; all of it is in {}",
                  path_, std::strerror(errno), std::exchange(temporary_, {})));
}

}  // namespace sinter::runtime
