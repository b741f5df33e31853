// From generated files to an executable, with the C++ compiler of the machine.
#ifndef SINTER_COMPILER_DRIVER_BUILD_H_
#define SINTER_COMPILER_DRIVER_BUILD_H_

#include <string>
#include <vector>

#include "compiler/driver/command_line.h"
#include "compiler/driver/compiler.h"
#include "compiler/driver/interrupt.h"

namespace sinter {

// Where the headers and the libraries that generated code needs are.
struct RuntimeLocation {
  std::string include_root;  // holds runtime/engine/model.h
  std::string libraries;     // the folder of libsinter_program.a and others
};

// Those of the build that made this compiler, else those beside the executable
// `self`.
llvm::Expected<RuntimeLocation> FindRuntime(const std::string& self);

// The command that compiles `source` to `object`, and the one that links.
std::vector<std::string> CompileCommand(const CommandLine& line,
                                        const RuntimeLocation& runtime,
                                        const std::string& source,
                                        const std::string& object);
std::vector<std::string> LinkCommand(const CommandLine& line,
                                     const RuntimeLocation& runtime,
                                     const std::vector<std::string>& objects,
                                     const std::string& executable);

// Makes `line.output` the executable of `files`. All work is done in a
// temporary directory beside it. Reports what goes wrong to stderr, with the
// C++ compiler's output if that failed, and returns an exit code.
int BuildExecutable(const CommandLine& line,
                    const std::vector<GeneratedFile>& files,
                    const RuntimeLocation& runtime, InterruptGuard& interrupt);

}  // namespace sinter

#endif  // SINTER_COMPILER_DRIVER_BUILD_H_
