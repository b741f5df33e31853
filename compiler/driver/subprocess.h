// Runs other programs: started directly, never through a shell, and never left
// behind.
#ifndef SINTER_COMPILER_DRIVER_SUBPROCESS_H_
#define SINTER_COMPILER_DRIVER_SUBPROCESS_H_

#include <string>
#include <vector>

#include "compiler/driver/interrupt.h"

namespace sinter {

struct Subprocess {
  std::vector<std::string>
      arguments;  // the first is the program, looked up in PATH
  std::string
      output_path;  // new file for its standard output and standard error
  std::string temporary_directory;  // its TMPDIR
};

// Runs all at the same time and waits for all. For each: its exit code, 128 + n
// after signal n, or -errno if it could not be started. An interrupt kills
// them, with their own children, before this returns.
std::vector<int> RunAll(const std::vector<Subprocess>& subprocesses,
                        InterruptGuard& interrupt);

}  // namespace sinter

#endif  // SINTER_COMPILER_DRIVER_SUBPROCESS_H_
