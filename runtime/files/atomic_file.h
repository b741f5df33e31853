// Writes a file so that its name never stands for half a content.
//
// What is written goes to a temporary file ".NAME.partial" in the same folder.
// Commit makes sure that all of it arrived, flushes it to the disk (fsync),
// renames it and flushes the folder; until then the old file is untouched, and
// without a Commit the temporary is removed. A
// process that was killed leaves its temporary behind; the next one that writes
// the same file takes it over. Two processes that write the same file at the
// same time: the second gets an error, where the file system knows locks. If
// nothing but the renaming fails, the temporary stays, and the error names it.
//
// A symbolic link is followed: the file it names is replaced, not the link. Its
// mode is kept. What is no regular file (a device, a pipe, /dev/stdout) cannot
// be replaced and is written to directly. Whatever of this can be known to fail
// does so in Create.
#ifndef SINTER_RUNTIME_FILES_ATOMIC_FILE_H_
#define SINTER_RUNTIME_FILES_ATOMIC_FILE_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "runtime/engine/status.h"
#include "runtime/files/input_file.h"
#include "runtime/files/output_place.h"

namespace sinter::runtime {

class AtomicFile {
 public:
  static StatusOr<AtomicFile> Create(const std::string& path);

  AtomicFile(AtomicFile&& other) noexcept;
  AtomicFile& operator=(AtomicFile&&) = delete;
  ~AtomicFile();

  const std::string& path() const { return path_; }

  // Appends. After a failure every further call reports the same failure.
  Status Write(std::span<const std::byte> bytes);
  Status Write(std::string_view text) {
    return Write(std::as_bytes(std::span(text)));
  }

  // Puts the file in its place. Call once, last.
  Status Commit();

 private:
  AtomicFile(std::string path, OutputPlace place, std::string temporary,
             FileDescriptor fd);
  static StatusOr<AtomicFile> Direct(const std::string& path,
                                     const OutputPlace& place,
                                     StatusOr<FileDescriptor> fd);
  static StatusOr<AtomicFile> CreateTemporary(const std::string& path,
                                              const OutputPlace& place);
  Status Flush();
  Status Finish();
  Status NotInPlace();

  std::string path_;  // as given, for messages
  OutputPlace place_;
  std::string temporary_;  // empty: written directly, or no longer there
  FileDescriptor fd_;
  std::string buffer_;
  uint64_t written_ = 0;  // bytes, without the buffer
  Status status_;
};

// Writes a file of this content.
Status WriteFileAtomically(const std::string& path, std::string_view content);

// Removes what a killed process left of `path`, if anything. An error if the
// file could not be written now.
Status RemoveLeftover(const std::string& path);

// Makes a folder, and those that it is in, that last like the files. Well if it
// is there.
Status CreateFolder(const std::string& path);

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_FILES_ATOMIC_FILE_H_
