#include "compiler/driver/build.h"

#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "compiler/driver/exit_codes.h"
#include "compiler/driver/output_directory.h"
#include "compiler/driver/subprocess.h"
#include "compiler/spec/diagnostics.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/WithColor.h"
#include "llvm/Support/raw_ostream.h"

namespace sinter {
namespace {

// `text` cut at blanks: "ccache g++" is a compiler and its first argument, as
// make and CMake take it.
std::vector<std::string> SplitWords(const std::string& text) {
  std::vector<std::string> words;
  llvm::SmallVector<llvm::StringRef> parts;
  llvm::SplitString(text, parts);
  for (llvm::StringRef part : parts) words.push_back(part.str());
  return words;
}

// The program with its fixed arguments. A path that holds blanks itself is one
// word.
std::vector<std::string> CxxWords(const std::string& cxx) {
  return access(cxx.c_str(), X_OK) == 0 ? std::vector{cxx} : SplitWords(cxx);
}

// Sanitizers that the runtime library was built with; its users need the same.
void AppendSanitizers(std::vector<std::string>& command) {
  for (const std::string& flag : SplitWords(SINTER_SANITIZER_FLAGS)) {
    command.push_back(flag);
  }
}

// The runtime's libraries, each before those that it uses.
std::vector<std::string> Archives(const RuntimeLocation& location) {
  std::vector<std::string> archives;
  for (const char* name : {"program", "data", "files", "engine"}) {
    archives.push_back(location.libraries + "/libsinter_" + name + ".a");
  }
  return archives;
}

bool IsRuntime(const RuntimeLocation& location) {
  std::vector<std::string> files = Archives(location);
  files.push_back(location.include_root + "/runtime/engine/model.h");
  return std::all_of(files.begin(), files.end(), [](const std::string& file) {
    return access(file.c_str(), R_OK) == 0;
  });
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

int ReportFiles(llvm::Error error) {
  llvm::errs() << "sinter: error: " << llvm::toString(std::move(error)) << "\n";
  return kExitFiles;
}

// One run of BuildExecutable.
class Builder {
 public:
  Builder(const CommandLine& line, const RuntimeLocation& runtime,
          const TemporaryDirectory& directory, InterruptGuard& interrupt)
      : line_(line),
        runtime_(runtime),
        directory_(directory),
        interrupt_(interrupt) {}

  int Build(const std::vector<GeneratedFile>& files) {
    std::vector<Subprocess> compilations;
    std::vector<std::string> objects;
    for (const GeneratedFile& file : files) {
      if (llvm::Error error = directory_.Write(file.name, file.text)) {
        return ReportFiles(std::move(error));
      }
      if (!llvm::StringRef(file.name).ends_with(".cc")) continue;
      for (const std::string& option : OptionsOfParts(file)) {
        const std::string name =
            file.name + "." + std::to_string(objects.size());
        objects.push_back(directory_.PathOf(name + ".o"));
        std::vector<std::string> command = CompileCommand(
            line_, runtime_, directory_.PathOf(file.name), objects.back());
        if (!option.empty()) command.push_back(option);
        compilations.push_back(Process(std::move(command), name + ".log"));
      }
    }
    if (int code = Run(compilations)) return code;
    const std::string executable = directory_.PathOf("executable");
    if (int code = Run({Process(
            LinkCommand(line_, runtime_, objects, executable), "link.log")})) {
      return code;
    }
    if (llvm::Error error = MoveIntoPlace(executable, line_.output)) {
      return ReportFiles(std::move(error));
    }
    return kExitSuccess;
  }

 private:
  // For each part that a source is compiled in its option; none for a whole.
  // There are as many on any machine: equal sources give equal bytes.
  std::vector<std::string> OptionsOfParts(const GeneratedFile& file) const {
    if (!file.has_parts || line_.dispatch == Dispatch::kStatic) return {""};
    return {"-DSINTER_PART=0", "-DSINTER_PART=1"};
  }

  Subprocess Process(std::vector<std::string> arguments,
                     const std::string& log) const {
    return {std::move(arguments), directory_.PathOf(log), directory_.path()};
  }

  int Run(const std::vector<Subprocess>& subprocesses) {
    const std::vector<int> results = RunAll(subprocesses, interrupt_);
    if (interrupt_.IsInterrupted()) {
      return kExitCxxCompiler;  // the guard ends the process by the signal
    }
    int code = kExitSuccess;
    for (size_t i = 0; i < results.size(); ++i) {
      if (results[i] == 0) continue;
      Report(subprocesses[i], results[i]);
      code = kExitCxxCompiler;
      if (results[i] < 0) break;  // none of the others could start either
    }
    return code;
  }

  void Report(const Subprocess& subprocess, int result) const {
    const std::string program = Quote(subprocess.arguments[0]);
    if (result < 0) {
      llvm::errs() << "sinter: error: cannot start the C++ compiler " << program
                   << ": " << std::strerror(-result) << "\n";
      return;
    }
    llvm::errs() << ReadFile(subprocess.output_path)
                 << "sinter: error: the C++ compiler failed with exit code "
                 << result << ": " << llvm::join(subprocess.arguments, " ")
                 << "\n";
  }

  const CommandLine& line_;
  const RuntimeLocation& runtime_;
  const TemporaryDirectory& directory_;
  InterruptGuard& interrupt_;
};

}  // namespace

llvm::Expected<RuntimeLocation> FindRuntime(const std::string& self) {
  const RuntimeLocation built_with = {SINTER_SOURCE_ROOT,
                                      SINTER_RUNTIME_LIBRARIES};
  if (IsRuntime(built_with)) return built_with;
  // build/release/bin/sinter, the libraries in build/release/lib, the headers
  // in the source tree around it.
  const std::filesystem::path folder =
      std::filesystem::path(self).parent_path();
  const RuntimeLocation beside = {(folder / "../../..").string(),
                                  (folder / "../lib").string()};
  if (IsRuntime(beside)) return beside;
  return llvm::createStringError(llvm::inconvertibleErrorCode(),
                                 "cannot find runtime/engine/model.h and "
                                 "libsinter_program.a; looked for %s and %s",
                                 Archives(built_with)[0].c_str(),
                                 Archives(beside)[0].c_str());
}

std::vector<std::string> CompileCommand(const CommandLine& line,
                                        const RuntimeLocation& runtime,
                                        const std::string& source,
                                        const std::string& object) {
  std::vector<std::string> command = CxxWords(line.cxx);
  // No path of this machine in the executable: equal sources give equal bytes.
  const std::string folder =
      std::filesystem::path(source).parent_path().string();
  for (std::string flag :
       {std::string("-std=c++20"), std::string("-O2"), std::string("-DNDEBUG"),
        std::string("-ffp-contract=off"), "-I" + folder,
        "-I" + runtime.include_root, "-ffile-prefix-map=" + folder + "=."}) {
    command.push_back(std::move(flag));
  }
  if (line.dispatch == Dispatch::kStatic) {
    command.insert(command.end(),
                   {"-march=native", "-DHWY_COMPILE_ONLY_STATIC"});
  }
  AppendSanitizers(command);
  command.insert(command.end(), {"-c", source, "-o", object});
  return command;
}

std::vector<std::string> LinkCommand(const CommandLine& line,
                                     const RuntimeLocation& runtime,
                                     const std::vector<std::string>& objects,
                                     const std::string& executable) {
  std::vector<std::string> command = CxxWords(line.cxx);
  command.insert(command.end(), objects.begin(), objects.end());
  for (std::string& archive : Archives(runtime)) {
    command.push_back(std::move(archive));
  }
  command.insert(command.end(), {"-o", executable, "-pthread",
                                 "-Wl,--gc-sections", "-Wl,--as-needed"});
  AppendSanitizers(command);
  if (line.dispatch == Dispatch::kStatic) {
    command.insert(command.end(),
                   {"-static-libstdc++", "-static-libgcc", "-l:libz.a"});
  } else {
    command.insert(command.end(), {"-lz", "-lhwy"});
  }
  return command;
}

int BuildExecutable(const CommandLine& line,
                    const std::vector<GeneratedFile>& files,
                    const RuntimeLocation& runtime, InterruptGuard& interrupt) {
  if (llvm::Error error = CheckOutputFile(line.output)) {
    return ReportFiles(std::move(error));
  }
  llvm::Expected<TemporaryDirectory> directory =
      TemporaryDirectory::CreateBeside(line.output);
  if (!directory) return ReportFiles(directory.takeError());
  return Builder(line, runtime, *directory, interrupt).Build(files);
}

}  // namespace sinter
