// Ctrl-C without leftovers: while an InterruptGuard lives, SIGINT, SIGTERM and
// SIGHUP wait instead of ending the process, so that temporary files can be
// removed first.
#ifndef SINTER_COMPILER_DRIVER_INTERRUPT_H_
#define SINTER_COMPILER_DRIVER_INTERRUPT_H_

#include <csignal>

namespace sinter {

// The signals above that this program was not started to ignore, as by nohup.
// To be asked first of all: libraries install handlers of their own.
sigset_t InterruptsToHeed();

// One at a time, in a program with one thread.
class InterruptGuard {
 public:
  explicit InterruptGuard(const sigset_t& interrupts);
  // Lets an interrupt that came meanwhile end the process, in the usual way.
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;

  // Whether an interrupt came.
  bool IsInterrupted();

  // Waits until a child process changed its state or an interrupt came. Returns
  // at once if either has happened since the last call.
  void WaitForChildOrInterrupt();

  // The signals to block in a child: those that were blocked before.
  const sigset_t& old_mask() const { return old_mask_; }

 private:
  const sigset_t interrupts_;
  sigset_t waited_;  // interrupts_ and SIGCHLD
  sigset_t old_mask_;
  int interrupt_ = 0;  // the signal that came
};

}  // namespace sinter

#endif  // SINTER_COMPILER_DRIVER_INTERRUPT_H_
