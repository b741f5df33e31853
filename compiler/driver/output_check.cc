#include "compiler/driver/output_check.h"

#include <array>
#include <filesystem>
#include <system_error>

#include "compiler/spec/diagnostics.h"
#include "llvm/ADT/StringExtras.h"

namespace sinter {
namespace {

namespace fs = std::filesystem;

// Where a path leads to, there or not.
fs::path Destination(const std::string& path) {
  std::error_code error;
  // What is not there would stay relative.
  fs::path destination = fs::weakly_canonical(fs::absolute(path, error), error);
  if (error) return path;
  // "out/" is "out".
  return destination.has_filename() ? destination : destination.parent_path();
}

bool IsSame(const std::string& a, const std::string& b) {
  std::error_code not_there;
  return fs::equivalent(a, b, not_there) || Destination(a) == Destination(b);
}

// "00-spec.yaml", as the files of --dump-ir are called.
bool IsDumpName(const std::string& name) {
  return name.size() > 2 && llvm::isDigit(name[0]) && llvm::isDigit(name[1]) &&
         name[2] == '-';
}

struct Output {
  const char* option;
  const std::string& path;
};

}  // namespace

std::string FindOutputsThatClash(const CommandLine& line) {
  const std::array<Output, 3> outputs = {
      {{"-o", line.output},
       {"--keep", line.keep_directory},
       {"--dump-ir", line.compile.dump_ir_directory}}};
  for (const Output& a : outputs) {
    for (const Output& b : outputs) {
      if (&a == &b) break;
      if (a.path.empty() || b.path.empty() || !IsSame(a.path, b.path)) continue;
      return std::string(b.option) + " and " + a.option + ": " + Quote(b.path) +
             " and " + Quote(a.path) + " are one place";
    }
  }
  return "";
}

std::string FindOutputOverSpec(const CommandLine& line) {
  if (!line.output.empty() && IsSame(line.spec, line.output)) {
    return line.output + ": the output would replace the spec";
  }
  const std::string& dump = line.compile.dump_ir_directory;
  const fs::path spec = Destination(line.spec);
  if (!dump.empty() && IsDumpName(spec.filename().string()) &&
      IsSame(dump, spec.parent_path().string())) {
    return dump + ": --dump-ir could replace the spec; name another directory";
  }
  return "";
}

}  // namespace sinter
