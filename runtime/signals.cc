#include "runtime/signals.h"

#include <signal.h>
#include <unistd.h>

namespace sinter::runtime {
namespace {

std::atomic<int> stop_signal{0};
static_assert(std::atomic<int>::is_always_lock_free);

void OnStopSignal(int signal) {
  if (stop_signal.exchange(signal) != 0) _exit(128 + signal);
}

}  // namespace

void CatchStopSignals() {
  struct sigaction action = {};
  action.sa_handler = OnStopSignal;
  action.sa_flags = SA_RESTART;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

void RestoreStopSignals() {
  signal(SIGINT, SIG_DFL);
  signal(SIGTERM, SIG_DFL);
}

const std::atomic<int>& StopSignal() { return stop_signal; }

Status StoppedBySignal(int signal, const std::string& place) {
  return Status(
      signal == SIGTERM ? ExitCode::kTerminated : ExitCode::kInterrupted,
      "interrupted " + place);
}

void IgnoreWriteSignals() {
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);
}

}  // namespace sinter::runtime
