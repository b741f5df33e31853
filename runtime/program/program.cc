#include "runtime/program/program.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <exception>
#include <new>
#include <string>

#include "runtime/engine/processor_features.h"
#include "runtime/engine/status.h"
#include "runtime/engine/thread_team.h"
#include "runtime/program/commands.h"
#include "runtime/program/messages.h"
#include "runtime/program/options.h"
#include "runtime/program/results.h"
#include "runtime/program/signals.h"

namespace sinter::runtime {
namespace {

// A standard stream that was closed would give its number to the next file
// opened, and output meant for the stream would end up in it. stdout is opened
// so that writing fails, because lost results are an error.
void OpenClosedStandardStreams() {
  for (int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(fd, F_GETFD) != -1 || errno != EBADF) continue;
    const int mode = fd == STDERR_FILENO ? O_WRONLY : O_RDONLY;
    if (open("/dev/null", mode) < 0) return;
  }
}

Status Run(int argc, char** argv, const Model& model) {
  StatusOr<CommandLine> line = ParseCommandLine(argc, argv, model);
  if (!line.ok()) return line.status();
  Results results(STDOUT_FILENO);
  if (!line->options.has_value()) {
    results.Print("{}", line->text);
    return results.Flush();
  }
  return RunCommand(model, *line->options, results);
}

Status RunCatching(int argc, char** argv, const Model& model) {
  try {
    return Run(argc, argv, model);
  } catch (const std::bad_alloc&) {
    return FileError("out of memory");
  } catch (const ThreadsRefused& refusal) {
    return FileError(
        fmt::format("--threads {}: {}", refusal.count, refusal.what()));
  } catch (const std::exception& error) {
    return Status(ExitCode::kInternal,
                  fmt::format("internal error: {}", error.what()));
  }
}

}  // namespace

int Main(int argc, char** argv, const Model& model) {
  if (!CheckProcessor(model.name, model.simd.needs, ProcessorFeatures())) {
    return static_cast<int>(ExitCode::kFiles);
  }
  OpenClosedStandardStreams();
  IgnoreWriteSignals();
  const Status status = RunCatching(argc, argv, model);
  if (!status.ok()) PrintError(model.name, status.message());
  return static_cast<int>(status.code());
}

}  // namespace sinter::runtime
