#include "runtime/program.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <exception>
#include <new>
#include <string>
#include <system_error>

#include "runtime/commands.h"
#include "runtime/options.h"
#include "runtime/processor_features.h"
#include "runtime/results.h"
#include "runtime/signals.h"
#include "runtime/status.h"

namespace sinter::runtime {
namespace {

// Names in messages may come from a damaged file: they are cut and cleaned.
// What is cut is the middle: the reason stands at the end.
constexpr size_t kMostMessageBytes = 2000;

std::string Shortened(const std::string& message) {
  if (message.size() <= kMostMessageBytes) return message;
  constexpr size_t kHalf = kMostMessageBytes / 2;
  return message.substr(0, kHalf) + "..." +
         message.substr(message.size() - kHalf);
}

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

void PrintError(const Model& model, const Status& status) {
  std::string message = Shortened(status.message());
  std::replace_if(
      message.begin(), message.end(),
      [](unsigned char c) { return c < ' ' || c == 0x7f; }, '?');
  message = fmt::format("{}: error: {}\n", model.name, message);
  // There is nobody left to tell if this fails.
  [[maybe_unused]] const ssize_t count =
      write(STDERR_FILENO, message.data(), message.size());
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
  } catch (const std::system_error& error) {
    return FileError(fmt::format("cannot start the threads: {}", error.what()));
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
  if (!status.ok()) PrintError(model, status);
  return static_cast<int>(status.code());
}

}  // namespace sinter::runtime
