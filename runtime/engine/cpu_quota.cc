#include "runtime/engine/cpu_quota.h"

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <sstream>
#include <string_view>
#include <vector>

#include "runtime/engine/parse_number.h"

namespace sinter::runtime {
namespace {

enum class GroupVersion { kOne, kTwo };

// A mounted tree of control groups.
struct Hierarchy {
  GroupVersion version;
  std::string root;   // the group that is mounted
  std::string mount;  // where
};

std::vector<std::string> Lines(const std::string& path) {
  std::ifstream file(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

std::vector<std::string> Split(const std::string& text, char separator) {
  std::istringstream stream(text);
  std::vector<std::string> parts;
  for (std::string part; std::getline(stream, part, separator);) {
    parts.push_back(part);
  }
  return parts;
}

bool HasCpu(const std::string& controllers) {
  const std::vector<std::string> names = Split(controllers, ',');
  return std::find(names.begin(), names.end(), "cpu") != names.end();
}

// Those of /proc/self/mountinfo, of which a line is
//   36 35 0:30 /root /mount options [tags] - type source options
std::vector<Hierarchy> Hierarchies(const std::string& root) {
  std::vector<Hierarchy> found;
  for (const std::string& line : Lines(root + "/proc/self/mountinfo")) {
    const std::vector<std::string> fields = Split(line, ' ');
    const auto dash = std::find(fields.begin(), fields.end(), "-");
    if (fields.size() < 6 || fields.end() - dash < 4) continue;
    const std::string& type = dash[1];
    if (type == "cgroup2") {
      found.push_back({GroupVersion::kTwo, fields[3], fields[4]});
    } else if (type == "cgroup" && HasCpu(dash[3])) {
      found.push_back({GroupVersion::kOne, fields[3], fields[4]});
    }
  }
  return found;
}

// This process' group, of /proc/self/cgroup, of which a line is
//   7:cpu,cpuacct:/group    or, of version 2,    0::/group
std::optional<std::string> GroupOf(GroupVersion version,
                                   const std::string& root) {
  for (const std::string& line : Lines(root + "/proc/self/cgroup")) {
    const size_t first = line.find(':');
    const size_t second = line.find(':', first + 1);
    if (first == line.npos || second == line.npos) continue;
    const std::string controllers = line.substr(first + 1, second - first - 1);
    if (version == GroupVersion::kTwo ? controllers.empty()
                                      : HasCpu(controllers)) {
      return line.substr(second + 1);
    }
  }
  return std::nullopt;
}

// The group's path below the mount; the mount itself for a group that is not
// below what is mounted (in a container, whose names are not the host's).
std::string BelowMount(const Hierarchy& hierarchy, const std::string& group) {
  const std::string above = hierarchy.root == "/" ? "" : hierarchy.root;
  if (!group.starts_with(above)) return "";
  const std::string below = group.substr(above.size());
  if (below == "/" || !below.starts_with("/")) return "";
  return below;
}

std::optional<double> Ratio(std::string_view quota, std::string_view period) {
  uint64_t time = 0;
  uint64_t of = 0;
  if (!ParseNumber(quota, uint64_t{1}, UINT64_MAX, time) ||
      !ParseNumber(period, uint64_t{1}, UINT64_MAX, of)) {
    return std::nullopt;  // "max" or -1: no quota
  }
  return static_cast<double>(time) / static_cast<double>(of);
}

std::string FirstLine(const std::string& path) {
  const std::vector<std::string> lines = Lines(path);
  return lines.empty() ? "" : lines[0];
}

std::optional<double> QuotaOf(GroupVersion version, const std::string& folder) {
  if (version == GroupVersion::kOne) {
    return Ratio(FirstLine(folder + "/cpu.cfs_quota_us"),
                 FirstLine(folder + "/cpu.cfs_period_us"));
  }
  const std::vector<std::string> fields =
      Split(FirstLine(folder + "/cpu.max"), ' ');
  return fields.size() == 2 ? Ratio(fields[0], fields[1]) : std::nullopt;
}

void TakeLesser(const std::optional<double>& quota,
                std::optional<double>& least) {
  if (quota.has_value()) least = std::min(*quota, least.value_or(*quota));
}

// From the group itself up to what is mounted.
std::optional<double> LeastQuota(const Hierarchy& hierarchy,
                                 const std::string& root) {
  const std::optional<std::string> group = GroupOf(hierarchy.version, root);
  if (!group.has_value()) return std::nullopt;
  std::optional<double> least;
  std::string below = BelowMount(hierarchy, *group);
  while (true) {
    TakeLesser(QuotaOf(hierarchy.version, root + hierarchy.mount + below),
               least);
    if (below.empty()) return least;
    below.resize(below.rfind('/'));
  }
}

}  // namespace

std::optional<double> CpuQuota(const std::string& root) {
  std::optional<double> least;
  for (const Hierarchy& hierarchy : Hierarchies(root)) {
    TakeLesser(LeastQuota(hierarchy, root), least);
  }
  return least;
}

}  // namespace sinter::runtime
