#include "bench/sampler.h"

#include <signal.h>
#include <time.h>
#include <ucontext.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace sinter::bench {
namespace {

// Between two samples. A prime, so that no loop of the program keeps step.
constexpr long kNanoseconds = 199'999;

// Room for 40 seconds; what comes later is not counted.
std::array<uint64_t, 200'000> g_counters;
volatile size_t g_count = 0;

uint64_t ProgramCounter(const ucontext_t& context) {
#if defined(__x86_64__)
  return static_cast<uint64_t>(context.uc_mcontext.gregs[REG_RIP]);
#elif defined(__aarch64__)
  return context.uc_mcontext.pc;
#else
#error "where is the program counter of this processor?"
#endif
}

void OnTimer(int, siginfo_t*, void* context) {
  const size_t count = g_count;
  if (count == g_counters.size()) return;
  g_counters[count] = ProgramCounter(*static_cast<ucontext_t*>(context));
  g_count = count + 1;
}

void Check(int result, const char* what) {
  if (result != 0)
    throw std::system_error(errno, std::generic_category(), what);
}

}  // namespace

std::map<uint64_t, uint64_t> SampleProgramCounter(
    const std::function<void()>& work) {
  struct sigaction action = {};
  action.sa_sigaction = OnTimer;
  action.sa_flags = SA_SIGINFO | SA_RESTART;
  Check(sigaction(SIGPROF, &action, nullptr), "sigaction");
  sigevent event = {};
  event.sigev_notify = SIGEV_SIGNAL;
  event.sigev_signo = SIGPROF;
  timer_t timer;
  // CPU-time clocks tick only every few milliseconds; this one is precise.
  Check(timer_create(CLOCK_MONOTONIC, &event, &timer), "timer_create");
  const itimerspec interval = {{0, kNanoseconds}, {0, kNanoseconds}};
  g_count = 0;
  Check(timer_settime(timer, 0, &interval, nullptr), "timer_settime");
  work();
  Check(timer_delete(timer), "timer_delete");

  std::map<uint64_t, uint64_t> histogram;
  for (size_t i = 0; i < g_count; ++i) ++histogram[g_counters[i]];
  return histogram;
}

}  // namespace sinter::bench
