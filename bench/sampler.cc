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
std::array<CallStack, 200'000> g_stacks;
volatile size_t g_count = 0;

// Addresses of the stack: frames beyond it are none.
uint64_t g_stack_end = 0;

struct Registers {
  uint64_t program_counter;
  uint64_t stack_pointer;
  uint64_t frame_pointer;
};

Registers RegistersOf(const ucontext_t& context) {
#if defined(__x86_64__)
  const auto& registers = context.uc_mcontext.gregs;
  return {static_cast<uint64_t>(registers[REG_RIP]),
          static_cast<uint64_t>(registers[REG_RSP]),
          static_cast<uint64_t>(registers[REG_RBP])};
#elif defined(__aarch64__)
  return {context.uc_mcontext.pc, context.uc_mcontext.sp,
          context.uc_mcontext.regs[29]};
#else
#error "where is the program counter of this processor?"
#endif
}

// What a frame pointer points to, on both processors.
struct Frame {
  uint64_t caller;
  uint64_t return_address;
};

// A function that keeps no frame pointer may hold anything in its register:
// frames are only read within the stack, and towards its end.
CallStack StackOf(Registers at) {
  CallStack stack = {at.program_counter};
  uint64_t first = at.stack_pointer;
  for (size_t i = 1; i < stack.size(); ++i) {
    const uint64_t frame = at.frame_pointer;
    if (frame < first || frame > g_stack_end - sizeof(Frame)) break;
    if (frame % alignof(Frame) != 0) break;
    const Frame& found = *reinterpret_cast<const Frame*>(frame);
    stack[i] = found.return_address;
    at.frame_pointer = found.caller;
    first = frame + sizeof(Frame);
  }
  return stack;
}

void OnTimer(int, siginfo_t*, void* context) {
  const size_t count = g_count;
  if (count == g_stacks.size()) return;
  g_stacks[count] = StackOf(RegistersOf(*static_cast<ucontext_t*>(context)));
  g_count = count + 1;
}

void Check(int result, const char* what) {
  if (result != 0)
    throw std::system_error(errno, std::generic_category(), what);
}

}  // namespace

std::map<CallStack, uint64_t> SampleCallStacks(
    const std::function<void()>& work) {
  g_stack_end = reinterpret_cast<uint64_t>(__builtin_frame_address(0));
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

  std::map<CallStack, uint64_t> histogram;
  for (size_t i = 0; i < g_count; ++i) ++histogram[g_stacks[i]];
  return histogram;
}

}  // namespace sinter::bench
