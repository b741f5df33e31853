#include "compiler/driver/subprocess.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <string_view>

namespace sinter {
namespace {

struct Child {
  pid_t pid = -1;
  std::optional<int> result;  // of RunAll, once known
};

std::vector<char*> PointersTo(std::vector<std::string>& strings) {
  std::vector<char*> pointers;
  for (std::string& text : strings) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

// This process' environment with another TMPDIR.
std::vector<std::string> EnvironmentWith(
    const std::string& temporary_directory) {
  std::vector<std::string> environment = {"TMPDIR=" + temporary_directory};
  for (char** entry = environ; *entry != nullptr; ++entry) {
    if (!std::string_view(*entry).starts_with("TMPDIR=")) {
      environment.emplace_back(*entry);
    }
  }
  return environment;
}

// Standard input empty, both outputs into one file; a process group of its own,
// so that it can be ended with all that it started; the signal setting that
// this program was started with.
class SpawnSettings {
 public:
  SpawnSettings(const std::string& output_path, const sigset_t& mask) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null",
                                     O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions_, STDOUT_FILENO,
                                     output_path.c_str(),
                                     O_WRONLY | O_CREAT | O_TRUNC, 0666);
    posix_spawn_file_actions_adddup2(&actions_, STDOUT_FILENO, STDERR_FILENO);
    posix_spawnattr_init(&attributes_);
    posix_spawnattr_setpgroup(&attributes_, 0);
    posix_spawnattr_setsigmask(&attributes_, &mask);
    sigset_t defaults;
    sigemptyset(&defaults);
    sigaddset(&defaults, SIGPIPE);
    sigaddset(&defaults, SIGXFSZ);
    posix_spawnattr_setsigdefault(&attributes_, &defaults);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETPGROUP |
                                               POSIX_SPAWN_SETSIGMASK |
                                               POSIX_SPAWN_SETSIGDEF);
  }
  SpawnSettings(const SpawnSettings&) = delete;
  SpawnSettings& operator=(const SpawnSettings&) = delete;
  ~SpawnSettings() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }

  const posix_spawn_file_actions_t* actions() const { return &actions_; }
  const posix_spawnattr_t* attributes() const { return &attributes_; }

 private:
  posix_spawn_file_actions_t actions_;
  posix_spawnattr_t attributes_;
};

Child Start(const Subprocess& subprocess, const sigset_t& mask) {
  const SpawnSettings settings(subprocess.output_path, mask);
  std::vector<std::string> arguments = subprocess.arguments;
  std::vector<std::string> environment =
      EnvironmentWith(subprocess.temporary_directory);
  Child child;
  const int error =
      posix_spawnp(&child.pid, arguments[0].c_str(), settings.actions(),
                   settings.attributes(), PointersTo(arguments).data(),
                   PointersTo(environment).data());
  if (error != 0) child.result = -error;
  return child;
}

// Notes the result if the child has ended; with `wait`, waits until it has.
void Collect(Child& child, bool wait) {
  if (child.result) return;
  int status = 0;
  pid_t pid = 0;
  do {
    pid = waitpid(child.pid, &status, wait ? 0 : WNOHANG);
  } while (pid < 0 && errno == EINTR);
  if (pid == 0) return;
  child.result =
      WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

bool IsRunning(const Child& child) { return !child.result.has_value(); }

void EndAll(std::vector<Child>& children) {
  for (Child& child : children) {
    if (!IsRunning(child)) continue;
    kill(-child.pid, SIGKILL);
    Collect(child, /*wait=*/true);
  }
}

}  // namespace

std::vector<int> RunAll(const std::vector<Subprocess>& subprocesses,
                        InterruptGuard& interrupt) {
  std::vector<Child> children;
  for (const Subprocess& subprocess : subprocesses) {
    children.push_back(Start(subprocess, interrupt.old_mask()));
  }
  for (;;) {
    bool running = false;
    for (Child& child : children) {
      Collect(child, /*wait=*/false);
      running |= IsRunning(child);
    }
    if (!running) break;
    interrupt.WaitForChildOrInterrupt();
    if (interrupt.IsInterrupted()) EndAll(children);
  }
  std::vector<int> results;
  for (const Child& child : children) results.push_back(*child.result);
  return results;
}

}  // namespace sinter
