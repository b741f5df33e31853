#include "runtime/files/output_place.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "runtime/engine/parse_number.h"
#include "runtime/files/crc32.h"

namespace sinter::runtime {
namespace {

constexpr int kMostLinks = 40;  // as the kernel

using Place = StatusOr<OutputPlace>;

Status PlaceError(const std::string& path, const std::string& what) {
  return FileError(fmt::format("{}: {}", path, what));
}

// The number of a path like /proc/self/fd/1, where /dev/stdout leads to.
// Opening that anew would write over what the stream has already.
std::optional<int> DescriptorOf(const std::filesystem::path& path) {
  int number = 0;
  if (!ParseNumber(path.filename().string(), 0, INT_MAX, number)) {
    return std::nullopt;
  }
  std::error_code error;
  const std::filesystem::path folder =
      std::filesystem::canonical(path.parent_path(), error);
  if (error || folder != fmt::format("/proc/{}/fd", getpid())) {
    return std::nullopt;
  }
  return number;
}

Place DescriptorPlace(const std::string& path, int descriptor) {
  const int flags = fcntl(descriptor, F_GETFL);
  struct stat info;
  if (flags < 0 || fstat(descriptor, &info) != 0) {
    return PlaceError(path,
                      fmt::format("cannot write: {}", std::strerror(errno)));
  }
  if ((flags & O_ACCMODE) == O_RDONLY) {
    return PlaceError(path, "cannot write: it is open for reading only");
  }
  return OutputPlace{OutputPlace::Kind::kDescriptor, path, descriptor, info};
}

// Renaming onto a mount point fails, with all that was written. Where the
// system does not tell, that is known only then.
bool IsMountPoint(const std::string& path) {
#ifdef STATX_ATTR_MOUNT_ROOT
  struct statx info;
  return statx(AT_FDCWD, path.c_str(), AT_SYMLINK_NOFOLLOW, 0, &info) == 0 &&
         (info.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0;
#else
  (void)path;
  return false;
#endif
}

// Links of /proc lead to files of other names than they say, or of none.
Status CheckNamed(const std::string& path, const OutputPlace& place) {
  if (place.path == path) return Status();
  struct stat named;
  const bool there = stat(place.path.c_str(), &named) == 0;
  if (!there && errno != ENOENT) {
    return PlaceError(
        path, fmt::format("cannot write here: {}", std::strerror(errno)));
  }
  if (there && IsSameFile(*place.there, named)) return Status();
  return PlaceError(path, "the file that it leads to has no name");
}

// What the end of all links names; `path` is as given.
Place PlaceAt(const std::string& path, const std::filesystem::path& target) {
  if (target.filename().empty()) {
    return FileError(fmt::format("'{}': not a file name", path));
  }
  OutputPlace place{OutputPlace::Kind::kFile, target.string(), -1, {}};
  struct stat info;
  if (stat(path.c_str(), &info) != 0) {
    if (errno == ENOENT) return place;
    return PlaceError(
        path, fmt::format("cannot write here: {}", std::strerror(errno)));
  }
  place.there = info;
  if (S_ISDIR(info.st_mode)) return PlaceError(path, "is a directory");
  if (!S_ISREG(info.st_mode)) {
    place.kind = OutputPlace::Kind::kStream;
    place.path = path;  // links of /proc lead where no text does
    return place;
  }
  if (Status status = CheckNamed(path, place); !status.ok()) return status;
  if (IsMountPoint(place.path)) {
    return PlaceError(path,
                      "is a mount point, which cannot be replaced; name a file "
                      "in a folder that is mounted");
  }
  return place;
}

// Of a new file, so that it is known by any name. A folder that is not there
// either would stay relative if it were.
std::filesystem::path CanonicalPath(const OutputPlace& place) {
  std::error_code error;
  const std::filesystem::path folder = std::filesystem::weakly_canonical(
      std::filesystem::absolute(FolderOf(place.path), error), error);
  return folder / std::filesystem::path(place.path).filename();
}

// At most `bytes` of a name, whole characters of UTF-8.
std::string Beginning(const std::string& name, size_t bytes) {
  while (bytes > 0 &&
         (static_cast<unsigned char>(name[bytes]) & 0xc0) == 0x80) {
    --bytes;
  }
  return name.substr(0, bytes);
}

size_t MostNameBytes(const std::string& folder) {
  const long most = pathconf(folder.c_str(), _PC_NAME_MAX);
  return most > 0 ? static_cast<size_t>(most) : NAME_MAX;
}

}  // namespace

Place FindOutputPlace(const std::string& path) {
  std::filesystem::path target = path;
  for (int i = 0; i < kMostLinks; ++i) {
    if (const std::optional<int> descriptor = DescriptorOf(target)) {
      return DescriptorPlace(path, *descriptor);
    }
    std::error_code error;
    const std::filesystem::path next =
        std::filesystem::read_symlink(target, error);
    if (error) return PlaceAt(path, target);
    target = target.parent_path() / next;
  }
  return PlaceError(path, "too many symbolic links");
}

bool IsSamePlace(const OutputPlace& a, const OutputPlace& b) {
  if (a.there.has_value() != b.there.has_value()) return false;
  if (!a.there.has_value()) return CanonicalPath(a) == CanonicalPath(b);
  return !S_ISCHR(a.there->st_mode) && IsSameFile(*a.there, *b.there);
}

bool IsDescriptor(const OutputPlace& place, int descriptor) {
  struct stat info;
  return place.there.has_value() && !S_ISCHR(place.there->st_mode) &&
         fstat(descriptor, &info) == 0 && IsSameFile(*place.there, info);
}

bool IsSameFile(const struct stat& a, const struct stat& b) {
  return a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

std::string FolderOf(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path();
  return folder.empty() ? "." : folder;
}

std::string TemporaryFor(const std::string& path) {
  const std::string folder = FolderOf(path);
  const std::string name = std::filesystem::path(path).filename();
  const auto temporary = [&](const std::string& text) {
    return fmt::format(".{}.partial", text);
  };
  const size_t most = MostNameBytes(folder);
  if (temporary(name).size() <= most) return folder + "/" + temporary(name);
  Crc32 sum;
  sum.Add(name);
  const std::string ending = "-" + sum.Text();
  const size_t room = most - std::min(most, temporary(ending).size());
  return folder + "/" +
         temporary(Beginning(name, std::min(room, name.size())) + ending);
}

}  // namespace sinter::runtime
