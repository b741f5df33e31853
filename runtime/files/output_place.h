// What the path of an output names, and what can be known of it before anything
// is written.
#ifndef SINTER_RUNTIME_FILES_OUTPUT_PLACE_H_
#define SINTER_RUNTIME_FILES_OUTPUT_PLACE_H_

#include <sys/stat.h>

#include <optional>
#include <string>

#include "runtime/engine/status.h"

namespace sinter::runtime {

struct OutputPlace {
  enum class Kind {
    kFile,        // a regular file, or nothing yet: can be replaced
    kStream,      // a device or a pipe: is written to
    kDescriptor,  // an open file of this process, /dev/stdout: is written to
  };

  Kind kind = Kind::kFile;
  std::string path;                  // symbolic links followed
  int descriptor = -1;               // of a kDescriptor
  std::optional<struct stat> there;  // what is there
};

// An error if nothing can be written there: a folder, a mount point, which the
// system does not let anybody replace, links in a circle, a descriptor that is
// open for reading only.
StatusOr<OutputPlace> FindOutputPlace(const std::string& path);

// Whether two outputs would be written to one file or pipe. Devices take
// whatever comes (/dev/null).
bool IsSamePlace(const OutputPlace& a, const OutputPlace& b);

// Whether it is the file or pipe that is open as this descriptor.
bool IsDescriptor(const OutputPlace& place, int descriptor);

bool IsSameFile(const struct stat& a, const struct stat& b);

// The folder of a file, "." if the path has none.
std::string FolderOf(const std::string& path);

// Where a file's new content is put together, in the same folder:
// ".NAME.partial". A name too long for that is shortened; it always gets the
// same one.
std::string TemporaryFor(const std::string& path);

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_FILES_OUTPUT_PLACE_H_
