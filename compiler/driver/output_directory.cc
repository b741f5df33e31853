#include "compiler/driver/output_directory.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cassert>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>
#include <system_error>
#include <utility>

#include "compiler/spec/diagnostics.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#include "runtime/files/write_all.h"

namespace sinter {
namespace {

llvm::Error Failure(const std::string& path, const std::string& what) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), "%s: %s",
                                 path.c_str(), what.c_str());
}

llvm::Error SystemFailure(const std::string& path, const std::string& what,
                          int error) {
  return Failure(path, what + ": " + std::strerror(error));
}

constexpr mode_t kAllPermissions = 07777;

struct SplitPath {
  std::string parent;  // "." if the path has none
  std::string name;
};

// Nothing if the last part is no name of its own: "", "/", ".", "a/..".
std::optional<SplitPath> Split(std::string path) {
  while (path.size() > 1 && path.ends_with('/')) path.pop_back();
  const size_t slash = path.rfind('/');
  SplitPath split = slash == std::string::npos
                        ? SplitPath{".", path}
                        : SplitPath{slash == 0 ? "/" : path.substr(0, slash),
                                    path.substr(slash + 1)};
  if (split.name.empty() || split.name == "." || split.name == "..") {
    return std::nullopt;
  }
  return split;
}

std::string JoinPath(const SplitPath& split) {
  if (split.parent == ".") return split.name;
  return split.parent + (split.parent.ends_with('/') ? "" : "/") + split.name;
}

// Gives what is to stand at `path` the mode of what stands there.
llvm::Error SetMode(const std::string& fresh, const std::string& path,
                    mode_t mode) {
  if (chmod(fresh.c_str(), mode) == 0) return llvm::Error::success();
  return SystemFailure(path, "cannot keep its mode", errno);
}

// What mkdir would have given it: mkdtemp's directories are private.
void GiveUsualPermissions(const std::string& directory) {
  const mode_t mask = umask(0);
  umask(mask);
  chmod(directory.c_str(), 0777 & ~mask);
}

// Nobody can rename onto one; a system that does not tell says so then.
llvm::Error CheckNoMountPoint(const std::string& path) {
#ifdef STATX_ATTR_MOUNT_ROOT
  struct statx status;
  if (statx(AT_FDCWD, path.c_str(), AT_SYMLINK_NOFOLLOW, 0, &status) == 0 &&
      (status.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0) {
    return Failure(path,
                   "the output is a mount point, which cannot be replaced; "
                   "name one in it or beside it");
  }
#endif
  return llvm::Error::success();
}

bool HasMark(const std::string& path) {
  std::ifstream file(path);
  std::string line(200, '\0');
  file.read(line.data(), static_cast<std::streamsize>(line.size()));
  line.resize(static_cast<size_t>(file.gcount()));
  return line.substr(0, line.find('\n')).find(kGeneratedMark) !=
         std::string::npos;
}

// Whether CMake builds something there, as a generated project.
bool IsBuildTree(const std::filesystem::directory_entry& entry,
                 std::error_code& error) {
  return entry.symlink_status(error).type() ==
             std::filesystem::file_type::directory &&
         std::filesystem::is_regular_file(entry.path() / "CMakeCache.txt",
                                          error);
}

// What a directory may hold beside generated files, by name.
using BuildTrees = std::vector<std::string>;

// Looks at all that a directory holds, and finds what sinter did not generate.
class DirectorySearch {
 public:
  // The build trees in `directory`; refuses one with anything of the user's.
  static llvm::Expected<BuildTrees> Run(const std::string& directory) {
    DirectorySearch search(directory);
    if (llvm::Error error = search.Visit(directory, /*is_top=*/true)) {
      return error;
    }
    return std::move(search.trees_);
  }

 private:
  using Entry = std::filesystem::directory_entry;

  explicit DirectorySearch(const std::string& directory)
      : directory_(directory) {}

  llvm::Error Visit(const std::filesystem::path& folder, bool is_top) {
    std::error_code error;
    std::filesystem::directory_iterator iterator(folder, error);
    for (; !error && iterator != std::filesystem::directory_iterator();
         iterator.increment(error)) {
      if (llvm::Error refusal = VisitEntry(*iterator, is_top)) return refusal;
    }
    if (!error) return llvm::Error::success();
    return SystemFailure(folder.string(), "cannot read the directory",
                         error.value());
  }

  // A build tree is kept where CMake makes one by default, not deeper.
  llvm::Error VisitEntry(const Entry& entry, bool is_top) {
    std::error_code error;
    const std::filesystem::file_type type = entry.symlink_status(error).type();
    if (error) {
      return SystemFailure(entry.path().string(), "cannot look at it",
                           error.value());
    }
    if (type == std::filesystem::file_type::regular &&
        HasMark(entry.path().string())) {
      return llvm::Error::success();
    }
    if (is_top && IsBuildTree(entry, error)) {
      trees_.push_back(entry.path().filename().string());
      return llvm::Error::success();
    }
    if (type == std::filesystem::file_type::directory &&
        !std::filesystem::is_empty(entry.path(), error)) {
      return Visit(entry.path(), /*is_top=*/false);
    }
    const std::string name =
        entry.path().lexically_relative(directory_).string();
    return Failure(directory_, "the directory holds " + Quote(name) +
                                   ", which sinter did not generate; choose "
                                   "another one or remove it");
  }

  const std::string& directory_;
  BuildTrees trees_;
};

struct Replaceable {
  mode_t mode;
  BuildTrees trees;
};

// What is known of the directory to replace; nothing if there is none, an error
// if something else is there.
llvm::Expected<std::optional<Replaceable>> FindReplaceable(
    const std::string& directory) {
  struct stat status;
  if (lstat(directory.c_str(), &status) != 0) {
    if (errno == ENOENT) return std::nullopt;
    return SystemFailure(directory, "cannot look at the output directory",
                         errno);
  }
  if (S_ISLNK(status.st_mode)) {
    return Failure(directory, "the output directory is a symbolic link");
  }
  if (!S_ISDIR(status.st_mode)) {
    return Failure(directory,
                   "there is a file where the output directory should be");
  }
  if (llvm::Error error = CheckNoMountPoint(directory)) return error;
  llvm::Expected<BuildTrees> trees = DirectorySearch::Run(directory);
  if (!trees) return trees.takeError();
  return Replaceable{status.st_mode & kAllPermissions, std::move(*trees)};
}

// Build tools look at times: a file that says what the old one said has its
// time, too, or a second `sinter compile` would have the whole runtime compiled
// again.
void KeepTimeIfEqual(const std::string& fresh, const std::string& old,
                     std::string_view text) {
  const auto old_text = llvm::MemoryBuffer::getFile(
      old, /*IsText=*/false, /*RequiresNullTerminator=*/false);
  if (!old_text || (*old_text)->getBuffer() != llvm::StringRef(text)) return;
  std::error_code error;
  const auto time = std::filesystem::last_write_time(old, error);
  if (!error) std::filesystem::last_write_time(fresh, time, error);
}

// All or none of them; 0 or the system's error.
int MoveTrees(const BuildTrees& trees, const std::string& from,
              const std::string& to) {
  for (size_t i = 0; i < trees.size(); ++i) {
    const std::string& name = trees[i];
    if (rename((from + "/" + name).c_str(), (to + "/" + name).c_str()) == 0) {
      continue;
    }
    const int error = errno;
    while (i-- > 0) {
      rename((to + "/" + trees[i]).c_str(), (from + "/" + trees[i]).c_str());
    }
    return error;
  }
  return 0;
}

// Exchanges a new directory for the old one. There is no moment without a whole
// one where the file system can exchange names; elsewhere the old one is moved
// away first.
int Exchange(const std::string& fresh, const std::string& old) {
  if (renameat2(AT_FDCWD, fresh.c_str(), AT_FDCWD, old.c_str(),
                RENAME_EXCHANGE) == 0) {
    return 0;
  }
  if (errno != EINVAL && errno != ENOSYS) return errno;
  const std::string aside = fresh + ".old";
  if (rename(old.c_str(), aside.c_str()) != 0) return errno;
  if (rename(fresh.c_str(), old.c_str()) != 0) {
    const int error = errno;
    rename(aside.c_str(), old.c_str());
    return error;
  }
  return rename(aside.c_str(), fresh.c_str()) == 0 ? 0 : errno;
}

// Puts `fresh` in the place of the directory `path`, whose mode it takes and
// whose build trees stay in it.
llvm::Error Replace(TemporaryDirectory& fresh, const std::string& path,
                    const Replaceable& old) {
  if (llvm::Error error = SetMode(fresh.path(), path, old.mode)) return error;
  const BuildTrees& trees = old.trees;
  if (const int error = MoveTrees(trees, path, fresh.path())) {
    return SystemFailure(path, "cannot keep the build trees in the directory",
                         error);
  }
  const int error = Exchange(fresh.path(), path);
  if (error == 0) return llvm::Error::success();
  // What could not be moved back must not be removed with `fresh`.
  if (MoveTrees(trees, fresh.path(), path) != 0) fresh.Release();
  return SystemFailure(path, "cannot replace the directory", error);
}

}  // namespace

llvm::Expected<TemporaryDirectory> TemporaryDirectory::CreateBeside(
    const std::string& path) {
  const std::optional<SplitPath> split = Split(path);
  if (!split) return Failure(path, "this is no name for an output");
  std::string pattern =
      split->parent + "/." + split->name.substr(0, 200) + ".XXXXXX";
  if (mkdtemp(pattern.data()) == nullptr) {
    return SystemFailure(path, "cannot write in " + Quote(split->parent),
                         errno);
  }
  GiveUsualPermissions(pattern);
  return TemporaryDirectory(std::move(pattern));
}

TemporaryDirectory::TemporaryDirectory(TemporaryDirectory&& other) noexcept
    : path_(std::exchange(other.path_, "")) {}

TemporaryDirectory::~TemporaryDirectory() {
  if (path_.empty()) return;
  std::error_code ignored;  // there is nothing left to do about it
  std::filesystem::remove_all(path_, ignored);
}

llvm::Error TemporaryDirectory::Write(std::string_view name,
                                      std::string_view text) const {
  const std::string path = PathOf(name);
  std::error_code no_folder;
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(),
                                      no_folder);
  if (no_folder) {
    return SystemFailure(path, "cannot create its folder", no_folder.value());
  }
  const int file =
      open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (file < 0) return SystemFailure(path, "cannot create the file", errno);
  int error = runtime::WriteAll(file, text);
  if (close(file) != 0 && error == 0) error = errno;
  if (error == 0) return llvm::Error::success();
  return Failure(path, std::string("cannot write the file: ") +
                           runtime::WriteErrorText(error));
}

llvm::Error WriteOutputDirectory(const std::string& directory,
                                 const std::vector<GeneratedFile>& files) {
  const std::optional<SplitPath> split = Split(directory);
  if (!split) return Failure(directory, "this is no name for an output");
  // Without a slash at the end, which would look through a symbolic link.
  const std::string path = JoinPath(*split);
  llvm::Expected<std::optional<Replaceable>> old = FindReplaceable(path);
  if (!old) return old.takeError();
  llvm::Expected<TemporaryDirectory> fresh =
      TemporaryDirectory::CreateBeside(path);
  if (!fresh) return fresh.takeError();
  for (const GeneratedFile& file : files) {
    assert(file.text.substr(0, file.text.find('\n')).find(kGeneratedMark) !=
           std::string::npos);
    if (llvm::Error error = fresh->Write(file.name, file.text)) return error;
    if (old->has_value()) {
      KeepTimeIfEqual(fresh->PathOf(file.name), path + "/" + file.name,
                      file.text);
    }
  }
  // In the end `fresh` removes what is then the old one.
  if (old->has_value()) return Replace(*fresh, path, **old);
  if (rename(fresh->path().c_str(), path.c_str()) != 0) {
    return SystemFailure(path, "cannot create the directory", errno);
  }
  fresh->Release();
  return llvm::Error::success();
}

llvm::Error CheckOutputFile(const std::string& path) {
  struct stat status;
  if (lstat(path.c_str(), &status) != 0) {
    if (errno == ENOENT) return llvm::Error::success();
    return SystemFailure(path, "cannot look at the output file", errno);
  }
  if (S_ISREG(status.st_mode)) return CheckNoMountPoint(path);
  if (S_ISLNK(status.st_mode)) {
    return Failure(path, "the output file is a symbolic link");
  }
  return Failure(path,
                 S_ISDIR(status.st_mode)
                     ? "there is a directory where the output file should be"
                     : "the output is not a regular file");
}

llvm::Error MoveIntoPlace(const std::string& source, const std::string& path) {
  if (rename(source.c_str(), path.c_str()) == 0) return llvm::Error::success();
  return SystemFailure(path, "cannot create the file", errno);
}

llvm::Error WriteOutputFile(const std::string& path, std::string_view text) {
  if (llvm::Error error = CheckOutputFile(path)) return error;
  llvm::Expected<TemporaryDirectory> directory =
      TemporaryDirectory::CreateBeside(path);
  if (!directory) return directory.takeError();
  if (llvm::Error error = directory->Write("text", text)) return error;
  const std::string fresh = directory->PathOf("text");
  struct stat replaced;
  if (lstat(path.c_str(), &replaced) == 0) {
    const mode_t mode = replaced.st_mode & kAllPermissions;
    if (llvm::Error error = SetMode(fresh, path, mode)) return error;
  }
  return MoveIntoPlace(fresh, path);
}

}  // namespace sinter
