// The command line of `sinter`: from argv to one value, every usage mistake
// found before anything is done.
#ifndef SINTER_COMPILER_DRIVER_COMMAND_LINE_H_
#define SINTER_COMPILER_DRIVER_COMMAND_LINE_H_

#include <string>
#include <variant>

#include "compiler/driver/compiler.h"

namespace sinter {

enum class Command { kCheck, kExplain, kSummary, kCompile, kBuild, kSchema };

enum class Dispatch {
  kDynamic,  // every SIMD target in one binary, chosen when it starts
  kStatic,   // this machine's target only
};

struct CommandLine {
  Command command = Command::kCheck;
  std::string spec;        // path; empty for kSchema
  std::string output;      // -o; empty: standard output
  std::string name;        // kCompile, kBuild: in place of the spec's; or empty
  CompileOptions compile;  // kCompile, kBuild
  Dispatch dispatch = Dispatch::kDynamic;  // kBuild
  std::string cxx;                         // kBuild: --cxx, else $CXX, else c++
  std::string keep_directory;              // kBuild: --keep; empty: none
  bool without_runtime = false;            // kCompile: --without-runtime
};

// The program ends here, as for --help or a usage mistake.
struct EarlyExit {
  int code;
  std::string text;  // to standard output for code 0, else to standard error
};

std::variant<CommandLine, EarlyExit> ParseCommandLine(int argc,
                                                      const char* const* argv);

}  // namespace sinter

#endif  // SINTER_COMPILER_DRIVER_COMMAND_LINE_H_
