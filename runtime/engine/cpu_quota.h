// How much processor time a container may use.
#ifndef SINTER_RUNTIME_ENGINE_CPU_QUOTA_H_
#define SINTER_RUNTIME_ENGINE_CPU_QUOTA_H_

#include <optional>
#include <string>

namespace sinter::runtime {

// Processors' worth of time that this process may use: the least quota of its
// control group and of those around it, of version 1 or 2 (Linux' cpu.max, or
// cpu.cfs_quota_us by cpu.cfs_period_us). Nothing if there is no quota, or no
// control groups. `root` stands before the paths of files, for tests.
std::optional<double> CpuQuota(const std::string& root = "");

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_ENGINE_CPU_QUOTA_H_
