#include "runtime/engine/processors.h"

#include <sched.h>

#include <algorithm>
#include <cmath>
#include <thread>

#include "runtime/engine/cpu_quota.h"

namespace sinter::runtime {
namespace {

unsigned ProcessorsToRunOn() {
  cpu_set_t set;
  CPU_ZERO(&set);
  // Fails on machines with more processors than cpu_set_t has bits.
  if (sched_getaffinity(0, sizeof(set), &set) != 0) {
    return std::thread::hardware_concurrency();
  }
  return static_cast<unsigned>(CPU_COUNT(&set));
}

}  // namespace

unsigned ProcessorsWithin(unsigned processors, std::optional<double> quota) {
  const unsigned some = std::max(1u, processors);
  if (!quota.has_value() || *quota >= some) return some;
  return std::max(1u, static_cast<unsigned>(std::ceil(*quota)));
}

unsigned AvailableProcessors() {
  return ProcessorsWithin(ProcessorsToRunOn(), CpuQuota());
}

}  // namespace sinter::runtime
