#include "runtime/engine/cpu_quota.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "runtime/engine/processors.h"
#include "tests/runtime/test_files.h"

namespace sinter::runtime {
namespace {

constexpr char kMountTwo[] =
    "25 1 0:22 / /sys rw,nosuid - sysfs sysfs rw\n"
    "30 25 0:26 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 "
    "rw,nsdelegate\n";
constexpr char kMountOne[] =
    "31 25 0:27 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n"
    "32 25 0:28 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup "
    "rw,cpu,cpuacct\n";

// A made-up machine's files.
class CpuQuotaTest : public ::testing::Test {
 protected:
  void Write(const std::string& path, const std::string& text) {
    const std::filesystem::path file = root_.path() + path;
    std::filesystem::create_directories(file.parent_path());
    WriteFile(file, text);
  }

  void Mount(const std::string& lines) { Write("/proc/self/mountinfo", lines); }
  void BeIn(const std::string& lines) { Write("/proc/self/cgroup", lines); }

  void QuotaOne(const std::string& folder, const std::string& quota) {
    Write(folder + "/cpu.cfs_quota_us", quota + "\n");
    Write(folder + "/cpu.cfs_period_us", "100000\n");
  }

  std::optional<double> Quota() { return CpuQuota(root_.path()); }

  TemporaryFolder root_;
};

TEST_F(CpuQuotaTest, NoControlGroups) {
  EXPECT_EQ(Quota(), std::nullopt);
  Mount(kMountTwo);
  EXPECT_EQ(Quota(), std::nullopt);
  BeIn("0::/\n");
  EXPECT_EQ(Quota(), std::nullopt);
}

TEST_F(CpuQuotaTest, VersionTwo) {
  Mount(kMountTwo);
  BeIn("0::/\n");
  Write("/sys/fs/cgroup/cpu.max", "max 100000\n");
  EXPECT_EQ(Quota(), std::nullopt);
  Write("/sys/fs/cgroup/cpu.max", "150000 100000\n");
  EXPECT_EQ(Quota(), 1.5);
}

TEST_F(CpuQuotaTest, TheLeastOfTheGroupsAround) {
  Mount(kMountTwo);
  BeIn("0::/slice/job/step\n");
  Write("/sys/fs/cgroup/slice/job/step/cpu.max", "max 100000\n");
  Write("/sys/fs/cgroup/slice/cpu.max", "400000 100000\n");
  EXPECT_EQ(Quota(), 4);
  Write("/sys/fs/cgroup/slice/job/cpu.max", "100000 50000\n");
  EXPECT_EQ(Quota(), 2);
  Write("/sys/fs/cgroup/slice/job/step/cpu.max", "300000 100000\n");
  EXPECT_EQ(Quota(), 2);
  Write("/sys/fs/cgroup/slice/cpu.max", "50000 100000\n");
  EXPECT_EQ(Quota(), 0.5);
  Write("/sys/fs/cgroup/other/cpu.max", "1000 100000\n");
  EXPECT_EQ(Quota(), 0.5) << "of a group that this process is not in";
}

TEST_F(CpuQuotaTest, VersionOne) {
  Mount(kMountOne);
  BeIn("9:memory:/a\n4:cpu,cpuacct:/a/b\n");
  QuotaOne("/sys/fs/cgroup/cpu,cpuacct/a/b", "-1");
  EXPECT_EQ(Quota(), std::nullopt);
  QuotaOne("/sys/fs/cgroup/cpu,cpuacct/a", "250000");
  EXPECT_EQ(Quota(), 2.5);
  QuotaOne("/sys/fs/cgroup/memory/a", "1000");
  EXPECT_EQ(Quota(), 2.5);
}

// The host's name of the group, and a mount that begins at it.
TEST_F(CpuQuotaTest, InAContainer) {
  Mount(
      "32 25 0:28 /docker/1234 /sys/fs/cgroup/cpu ro - cgroup cgroup "
      "rw,cpu\n");
  BeIn("4:cpu:/docker/1234\n");
  QuotaOne("/sys/fs/cgroup/cpu", "200000");
  EXPECT_EQ(Quota(), 2);
  BeIn("4:cpu:/docker/1234/inner\n");
  QuotaOne("/sys/fs/cgroup/cpu/inner", "100000");
  EXPECT_EQ(Quota(), 1);
  BeIn("4:cpu:/elsewhere\n");
  EXPECT_EQ(Quota(), 2);
}

TEST_F(CpuQuotaTest, BothVersions) {
  Mount(std::string(kMountTwo) + kMountOne);
  BeIn("4:cpu,cpuacct:/a\n0::/b\n");
  Write("/sys/fs/cgroup/b/cpu.max", "300000 100000\n");
  EXPECT_EQ(Quota(), 3);
  QuotaOne("/sys/fs/cgroup/cpu,cpuacct/a", "100000");
  EXPECT_EQ(Quota(), 1);
}

TEST_F(CpuQuotaTest, FilesThatMakeNoSense) {
  Mount("- cgroup2\n\n1 2 3 4 5 6 7 -\n" + std::string(kMountTwo));
  BeIn("0\n:\n0::/a\n");
  for (const char* text : {"", "\n", "100000\n", "0 100000\n", "100000 0\n",
                           "-1 100000\n", "x y\n", "1 2 3\n"}) {
    Write("/sys/fs/cgroup/a/cpu.max", text);
    EXPECT_EQ(Quota(), std::nullopt) << text;
  }
}

TEST(ProcessorsWithin, PartsCountAsWholes) {
  EXPECT_EQ(ProcessorsWithin(8, std::nullopt), 8u);
  EXPECT_EQ(ProcessorsWithin(8, 100), 8u);
  EXPECT_EQ(ProcessorsWithin(8, 8), 8u);
  EXPECT_EQ(ProcessorsWithin(8, 2), 2u);
  EXPECT_EQ(ProcessorsWithin(8, 1.5), 2u);
  EXPECT_EQ(ProcessorsWithin(8, 0.01), 1u);
  EXPECT_EQ(ProcessorsWithin(0, std::nullopt), 1u);
}

}  // namespace
}  // namespace sinter::runtime
