// What `sinter` returns to its caller.
#ifndef SINTER_COMPILER_DRIVER_EXIT_CODES_H_
#define SINTER_COMPILER_DRIVER_EXIT_CODES_H_

namespace sinter {

enum ExitCode {
  kExitSuccess = 0,      // also if a pipe's reader wanted no more of the output
  kExitSpecError = 1,    // a mistake in the spec
  kExitUsage = 2,        // a mistake on the command line
  kExitFiles = 3,        // a file or directory cannot be read or written
  kExitCxxCompiler = 4,  // the C++ compiler failed or could not be started
};

}  // namespace sinter

#endif  // SINTER_COMPILER_DRIVER_EXIT_CODES_H_
