#include "runtime/program/signals.h"

#include <signal.h>
#include <unistd.h>

namespace sinter::runtime {
namespace {

std::atomic<int> stop_signal{0};
static_assert(std::atomic<int>::is_always_lock_free);

void OnStopSignal(int signal) {
  if (stop_signal.exchange(signal) != 0) _exit(128 + signal);
}

// Unless it is ignored: nohup and shells' background jobs want it so.
void SetStopHandler(int number, void (*handler)(int)) {
  struct sigaction action = {};
  if (sigaction(number, nullptr, &action) != 0) return;
  if (action.sa_handler == SIG_IGN) return;
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  sigaction(number, &action, nullptr);
}

}  // namespace

void CatchStopSignals() {
  SetStopHandler(SIGINT, OnStopSignal);
  SetStopHandler(SIGTERM, OnStopSignal);
}

void RestoreStopSignals() {
  SetStopHandler(SIGINT, SIG_DFL);
  SetStopHandler(SIGTERM, SIG_DFL);
}

const std::atomic<int>& StopSignal() { return stop_signal; }

void IgnoreWriteSignals() {
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);
}

}  // namespace sinter::runtime
