// A sampling profiler for one thread: where the program counter is, many times
// a second. It needs no counters of the processor, which virtual machines often
// hide, and does not touch the code that it measures.
#ifndef SINTER_BENCH_SAMPLER_H_
#define SINTER_BENCH_SAMPLER_H_

#include <cstdint>
#include <functional>
#include <map>

namespace sinter::bench {

// Runs `work` while a timer interrupts it, and returns how often the program
// counter was at each address. Only for a program with one thread. Throws
// std::system_error if the system gives no timer.
std::map<uint64_t, uint64_t> SampleProgramCounter(
    const std::function<void()>& work);

}  // namespace sinter::bench

#endif  // SINTER_BENCH_SAMPLER_H_
