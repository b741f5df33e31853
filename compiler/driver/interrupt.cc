#include "compiler/driver/interrupt.h"

#include <ctime>
#include <initializer_list>

namespace sinter {
namespace {

bool IsIgnored(int signal) {
  struct sigaction action;
  return sigaction(signal, nullptr, &action) == 0 &&
         action.sa_handler == SIG_IGN;
}

}  // namespace

sigset_t InterruptsToHeed() {
  sigset_t interrupts;
  sigemptyset(&interrupts);
  for (int signal : {SIGINT, SIGTERM, SIGHUP}) {
    if (!IsIgnored(signal)) sigaddset(&interrupts, signal);
  }
  return interrupts;
}

InterruptGuard::InterruptGuard(const sigset_t& interrupts)
    : interrupts_(interrupts), waited_(interrupts) {
  sigaddset(&waited_, SIGCHLD);
  // An ignored SIGCHLD would make children vanish without a result.
  std::signal(SIGCHLD, SIG_DFL);
  sigprocmask(SIG_BLOCK, &waited_, &old_mask_);
}

InterruptGuard::~InterruptGuard() {
  if (interrupt_ != 0) {
    std::signal(interrupt_, SIG_DFL);
    raise(interrupt_);
  }
  sigprocmask(SIG_SETMASK, &old_mask_, nullptr);
}

bool InterruptGuard::IsInterrupted() {
  const timespec at_once = {0, 0};
  const int signal = sigtimedwait(&interrupts_, nullptr, &at_once);
  if (signal > 0) interrupt_ = signal;
  return interrupt_ != 0;
}

void InterruptGuard::WaitForChildOrInterrupt() {
  if (interrupt_ != 0) return;
  const int signal = sigwaitinfo(&waited_, nullptr);
  if (signal > 0 && signal != SIGCHLD) interrupt_ = signal;
}

}  // namespace sinter
