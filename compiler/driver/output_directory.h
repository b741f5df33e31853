// Output that is there whole or not at all: it is written beside its place and
// renamed into it.
//
// Errors are texts of the form "PATH: what is wrong". Nothing here follows a
// symbolic link at the output path, and nothing that sinter did not generate is
// ever removed.
#ifndef SINTER_COMPILER_DRIVER_OUTPUT_DIRECTORY_H_
#define SINTER_COMPILER_DRIVER_OUTPUT_DIRECTORY_H_

#include <string>
#include <string_view>
#include <vector>

#include "compiler/driver/compiler.h"
#include "llvm/Support/Error.h"

namespace sinter {

// A fresh directory in the folder of some path, removed with all it holds when
// this object dies.
class TemporaryDirectory {
 public:
  // Beside `path`, so that a file can be renamed from one to the other.
  static llvm::Expected<TemporaryDirectory> CreateBeside(
      const std::string& path);

  TemporaryDirectory(TemporaryDirectory&& other) noexcept;
  TemporaryDirectory& operator=(TemporaryDirectory&&) = delete;
  ~TemporaryDirectory();

  const std::string& path() const { return path_; }
  std::string PathOf(std::string_view name) const {
    return path_ + "/" + std::string(name);
  }

  // `name` may be in folders, which are made.
  llvm::Error Write(std::string_view name, std::string_view text) const;

  // Gives up the directory: it stays, or has been renamed.
  void Release() { path_.clear(); }

 private:
  explicit TemporaryDirectory(std::string path) : path_(std::move(path)) {}

  std::string path_;  // empty: nothing to remove
};

// Makes `directory` hold `files` and nothing else but CMake's build trees,
// which stay as they are. If it exists, it may hold nothing but those, regular
// files with kGeneratedMark in their first line, and folders of such files; its
// mode is kept, and the time of each file that says the same again.
llvm::Error WriteOutputDirectory(const std::string& directory,
                                 const std::vector<GeneratedFile>& files);

// Whether a file may be put at `path`: nothing is there yet, or a regular file
// that is no mount point.
llvm::Error CheckOutputFile(const std::string& path);

// Renames `source` to `path`, replacing a file that is there.
llvm::Error MoveIntoPlace(const std::string& source, const std::string& path);

// Makes the file `path` hold `text`; the mode of one that is there is kept.
llvm::Error WriteOutputFile(const std::string& path, std::string_view text);

}  // namespace sinter

#endif  // SINTER_COMPILER_DRIVER_OUTPUT_DIRECTORY_H_
