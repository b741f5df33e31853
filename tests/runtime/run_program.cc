#include "tests/runtime/run_program.h"

#include <fmt/format.h>
#include <sys/wait.h>

#include <cstdlib>

#include "tests/runtime/test_files.h"

namespace sinter::runtime {
namespace {

std::string Quoted(const std::string& text) {
  std::string quoted = "'";
  for (char c : text) quoted += c == '\'' ? "'\\''" : std::string(1, c);
  return quoted + "'";
}

}  // namespace

ProgramResult RunProgram(const std::string& program,
                         const std::vector<std::string>& arguments,
                         const std::string& setup,
                         const std::string& redirections,
                         const std::string& runner) {
  const TemporaryFolder folder;
  std::string command = Quoted(program);
  for (const std::string& argument : arguments) {
    command += fmt::format(" {}", Quoted(argument));
  }
  // Later redirections win: the caller's stand inside.
  command = fmt::format("({} exec {} {} {}) </dev/null >{} 2>{}", setup, runner,
                        command, redirections, Quoted(folder / "out"),
                        Quoted(folder / "err"));
  const int status = std::system(command.c_str());
  // The shell reports a signal as 128 + number, like the program's own codes
  // for the signals that it handles.
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  return {code, ReadFile(folder / "out"), ReadFile(folder / "err")};
}

}  // namespace sinter::runtime
