// Locks of open files and folders among processes (flock).
#ifndef SINTER_RUNTIME_FILES_FILE_LOCK_H_
#define SINTER_RUNTIME_FILES_FILE_LOCK_H_

#include <sys/file.h>

#include <cerrno>

namespace sinter::runtime {

// Takes the lock, without waiting, until the file is closed: 0, or errno,
// EWOULDBLOCK if another process has it. A file system that knows no locks
// (some of networks and of containers) is no reason not to write to it: there
// two processes that write the same at the same time are not told.
inline int TakeLock(int fd) {
  if (flock(fd, LOCK_EX | LOCK_NB) == 0) return 0;
  const bool unknown =
      errno == ENOSYS || errno == EOPNOTSUPP || errno == ENOLCK;
  return unknown ? 0 : errno;
}

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_FILES_FILE_LOCK_H_
