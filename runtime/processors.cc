#include "runtime/processors.h"

#include <sched.h>

#include <algorithm>
#include <thread>

namespace sinter::runtime {

unsigned AvailableProcessors() {
  cpu_set_t set;
  CPU_ZERO(&set);
  // Fails on machines with more processors than cpu_set_t has bits.
  if (sched_getaffinity(0, sizeof(set), &set) != 0) {
    return std::max(1u, std::thread::hardware_concurrency());
  }
  return std::max(1u, static_cast<unsigned>(CPU_COUNT(&set)));
}

}  // namespace sinter::runtime
