// A sampling profiler for one thread: where the program counter is, many times
// a second, and who called. It needs no counters of the processor, which
// virtual machines often hide, and does not touch the code that it measures.
#ifndef SINTER_BENCH_SAMPLER_H_
#define SINTER_BENCH_SAMPLER_H_

#include <array>
#include <cstdint>
#include <functional>
#include <map>

namespace sinter::bench {

// The program counter and behind it the return addresses of the innermost
// calls, as far as they are known; else 0. They are where every function on
// the way keeps a frame pointer (-fno-omit-frame-pointer); a function without
// one hides its caller, or all of them.
using CallStack = std::array<uint64_t, 4>;

// Runs `work` while a timer interrupts it, and returns how often each stack
// was there. Only for a program with one thread. Throws std::system_error if
// the system gives no timer.
std::map<CallStack, uint64_t> SampleCallStacks(
    const std::function<void()>& work);

}  // namespace sinter::bench

#endif  // SINTER_BENCH_SAMPLER_H_
