// sinter: compiles a model spec into a C++ program that trains it.
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <exception>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "compiler/driver/build.h"
#include "compiler/driver/command_line.h"
#include "compiler/driver/compiler.h"
#include "compiler/driver/exit_codes.h"
#include "compiler/driver/interrupt.h"
#include "compiler/driver/output_check.h"
#include "compiler/driver/output_directory.h"
#include "compiler/driver/runtime_sources.h"
#include "compiler/driver/summary.h"
#include "compiler/layers/all_layers.h"
#include "compiler/spec/diagnostics.h"
#include "compiler/spec/explain.h"
#include "compiler/spec/load_spec.h"
#include "compiler/spec/schema.h"
#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/raw_ostream.h"
#include "runtime/files/write_all.h"

namespace sinter {
namespace {

// There is nobody left to tell if this fails.
void PrintMessage(std::string_view text) {
  (void)runtime::WriteAll(STDERR_FILENO, text);
}

int Fail(ExitCode code, const std::string& message) {
  PrintMessage("sinter: error: " + WithoutControls(message) + "\n");
  return code;
}

int Fail(llvm::Error error) {
  return Fail(kExitFiles, llvm::toString(std::move(error)));
}

int Finish(llvm::Error error) {
  return error ? Fail(std::move(error)) : kExitSuccess;
}

// A reader that has closed the pipe (`| head`) wants no more: no error.
int PrintText(std::string_view text) {
  const int error = runtime::WriteAll(STDOUT_FILENO, text);
  if (error == 0 || error == EPIPE) return kExitSuccess;
  return Fail(kExitFiles, std::string("cannot write to standard output: ") +
                              runtime::WriteErrorText(error));
}

// LLVM is built without exceptions, so that nothing may be thrown through it.
[[noreturn]] void EndForLackOf(std::string_view what) {
  for (std::string_view part : {std::string_view("sinter: error: out of "),
                                what, std::string_view("\n")}) {
    PrintMessage(part);
  }
  _exit(kExitFiles);
}

void EndOutOfMemory() { EndForLackOf("memory"); }

// The pass manager runs passes on a thread of its own, to survive their
// crashes.
void EndIfOutOfThreads(void* /*data*/, const char* reason, bool /*crash*/) {
  if (std::string_view(reason).starts_with("pthread_create")) {
    EndForLackOf("threads");
  }
}

// Writing to a closed pipe or over the file size limit must give an error, not
// end the process; and no file that is opened later may take the place of a
// standard stream that the caller closed.
void PrepareProcess() {
  std::set_new_handler(EndOutOfMemory);
  llvm::install_bad_alloc_error_handler(
      [](void*, const char*, bool) { EndOutOfMemory(); });
  llvm::install_fatal_error_handler(EndIfOutOfThreads);
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  int file = 0;
  do {
    file = open("/dev/null", O_RDONLY);
  } while (file >= 0 && file <= STDERR_FILENO);
  if (file > STDERR_FILENO) close(file);
}

// How this program was started.
struct Invocation {
  const char* program;  // argv[0]
  sigset_t interrupts;  // InterruptsToHeed()
};

// The whole project: the program, and what it needs of sinter.
llvm::Error WriteProject(const std::string& directory,
                         std::vector<GeneratedFile> files,
                         const CommandLine& line) {
  if (!line.without_runtime) llvm::append_range(files, RuntimeFiles());
  return WriteOutputDirectory(directory, files);
}

int Build(const CommandLine& line, const CompileResult& result,
          const Invocation& invocation) {
  static int
      anchor;  // an address in the main program, by which LLVM finds its file
  llvm::Expected<RuntimeLocation> runtime = FindRuntime(
      llvm::sys::fs::getMainExecutable(invocation.program, &anchor));
  if (!runtime) return Fail(runtime.takeError());
  InterruptGuard interrupt(invocation.interrupts);
  if (!line.keep_directory.empty()) {
    if (llvm::Error error =
            WriteProject(line.keep_directory, result.files, line)) {
      return Fail(std::move(error));
    }
  }
  return BuildExecutable(line, result.files, *runtime, interrupt);
}

int CompileOrBuild(const CommandLine& line, const ModelSpec& spec,
                   const Invocation& invocation) {
  const std::string clash = FindOutputsThatClash(line);
  if (!clash.empty()) return Fail(kExitUsage, clash);
  const std::string over_spec = FindOutputOverSpec(line);
  if (!over_spec.empty()) return Fail(kExitFiles, over_spec);
  llvm::Expected<CompileResult> result = CompileModel(spec, line.compile);
  if (!result) return Fail(result.takeError());
  if (line.command == Command::kBuild) return Build(line, *result, invocation);
  if (result->files.empty() && line.output.empty()) {
    return PrintText(result->text);
  }
  InterruptGuard interrupt(invocation.interrupts);
  return Finish(result->files.empty()
                    ? WriteOutputFile(line.output, result->text)
                    : WriteProject(line.output, result->files, line));
}

int RunOnSpec(const CommandLine& line, const Invocation& invocation) {
  Diagnostics diagnostics;
  std::optional<ModelSpec> spec = LoadSpec(line.spec, AllLayers(), diagnostics);
  if (!spec) {
    PrintMessage(diagnostics.Text());
    return diagnostics.has_file_error() ? kExitFiles : kExitSpecError;
  }
  if (!line.name.empty()) spec->name = line.name;
  switch (line.command) {
    case Command::kExplain:
      return PrintText(ExplainSpec(*spec));
    case Command::kSummary:
      return PrintText(FormatSummary(*spec));
    case Command::kCompile:
    case Command::kBuild:
      return CompileOrBuild(line, *spec, invocation);
    default:
      return kExitSuccess;
  }
}

int Run(int argc, char** argv) {
  const Invocation invocation = {argv[0], InterruptsToHeed()};
  PrepareProcess();
  const std::variant<CommandLine, EarlyExit> parsed =
      ParseCommandLine(argc, argv);
  if (const auto* exit = std::get_if<EarlyExit>(&parsed)) {
    if (exit->code == kExitSuccess) return PrintText(exit->text);
    PrintMessage(exit->text);
    return exit->code;
  }
  const auto& line = std::get<CommandLine>(parsed);
  return line.command == Command::kSchema
             ? PrintText(SchemaMarkdown(AllLayers()))
             : RunOnSpec(line, invocation);
}

}  // namespace
}  // namespace sinter

int main(int argc, char** argv) {
  int code = sinter::kExitFiles;
  try {
    code = sinter::Run(argc, argv);
  } catch (const std::exception& error) {  // a mistake of ours
    sinter::Fail(sinter::kExitFiles, error.what());
  }
  // LLVM's stream would end the process with a code of its own because nobody
  // reads what it wrote.
  llvm::errs().clear_error();
  return code;
}
