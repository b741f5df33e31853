// `sinter build`: with scripts that stand in for a C++ compiler where the way
// it fails matters, and once with the real one.
#include "compiler/driver/build.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>
#include <csignal>
#include <thread>

#include "compiler/driver/exit_codes.h"
#include "tests/driver/run_program.h"

namespace sinter {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;

// Writes its arguments into the file after -o.
constexpr char kPretender[] =
    "all=\"$*\"\n"
    "while test $# -gt 0; do\n"
    "  if test \"$1\" = -o; then echo \"$all\" > \"$2\"; fi\n"
    "  shift\n"
    "done\n";

class BuildTest : public ProgramTest {
 protected:
  BuildTest() { Write("small.yaml", kSmallSpec); }

  void WaitForFile(const std::string& name) const {
    while (!std::filesystem::exists(PathOf(name))) Pause();
  }

  // Whether a process that is not ours to wait for ends within ten seconds. It
  // may stay as a zombie until someone collects it.
  static bool EndsSoon(int pid) {
    for (int i = 0; i < 1000; ++i) {
      const std::string state =
          ReadWholeFile("/proc/" + std::to_string(pid) + "/stat");
      if (state.empty() || state.find(") Z ") != std::string::npos) return true;
      Pause();
    }
    return false;
  }

 private:
  static void Pause() {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
};

// The same, but links by joining the objects: what compiled each is in it.
constexpr char kJoiningPretender[] =
    "all=\"$*\"\n"
    "objects=\n"
    "while test $# -gt 0; do\n"
    "  case \"$1\" in\n"
    "    -o) out=\"$2\"; shift;;\n"
    "    *.o) objects=\"$objects $1\";;\n"
    "  esac\n"
    "  shift\n"
    "done\n"
    "if test -n \"$objects\"; then cat $objects > \"$out\";\n"
    "else echo \"$all\" > \"$out\"; fi\n";

TEST_F(BuildTest, LinksAllObjects) {
  WriteScript("cxx", kPretender);
  const Outcome outcome =
      Sinter({"build", "small.yaml", "-o", "exe", "--cxx", "./cxx"});
  EXPECT_EQ(outcome.code, kExitSuccess) << outcome.err;
  EXPECT_EQ(outcome.out + outcome.err, "");
  EXPECT_THAT(ReadWholeFile(PathOf("exe")),
              AllOf(HasSubstr("small.cc.0.o"), HasSubstr("small.cc.1.o"),
                    HasSubstr("main.cc.2.o"), HasSubstr("libsinter_program.a"),
                    HasSubstr("-lhwy")));
  EXPECT_THAT(Names(), ElementsAre("cxx", "exe", "small.yaml"));
}

TEST_F(BuildTest, CompilesTheTargetsInTwoParts) {
  WriteScript("cxx", kJoiningPretender);
  Sinter({"build", "small.yaml", "-o", "exe", "--cxx", "./cxx"});
  EXPECT_THAT(ReadWholeFile(PathOf("exe")),
              MatchesRegex(".*small.cc .*small.cc.0.o -DSINTER_PART=0\n"
                           ".*small.cc .*small.cc.1.o -DSINTER_PART=1\n"
                           ".*main.cc .*main.cc.2.o\n"));
  Sinter({"build", "small.yaml", "-o", "exe", "--cxx", "./cxx",
          "--dispatch=static"});
  EXPECT_THAT(ReadWholeFile(PathOf("exe")), Not(HasSubstr("SINTER_PART")));
}

TEST_F(BuildTest, TheCompilerMayHaveArguments) {
  WriteScript("cxx", kPretender);
  EXPECT_EQ(Sinter({"build", "small.yaml", "-o", "exe", "--cxx",
                    "./cxx --first  --second"})
                .code,
            kExitSuccess);
  EXPECT_THAT(ReadWholeFile(PathOf("exe")),
              testing::StartsWith("--first --second "));
}

TEST_F(BuildTest, TheCompilersPathMayHaveBlanks) {
  WriteScript("my cxx", kPretender);
  EXPECT_EQ(
      Sinter({"build", "small.yaml", "-o", "exe", "--cxx", "./my cxx"}).code,
      kExitSuccess);
}

TEST_F(BuildTest, ShowsTheCompilersOutputOnlyWhenItFails) {
  WriteScript("good", std::string("echo chatter\n") + kPretender);
  const Outcome good =
      Sinter({"build", "small.yaml", "-o", "exe", "--cxx", "./good"});
  EXPECT_EQ(good.out + good.err, "");
  WriteScript("bad", "echo complaint; exit 3\n");
  const Outcome bad =
      Sinter({"build", "small.yaml", "-o", "other", "--cxx", "./bad"});
  EXPECT_EQ(bad.code, kExitCxxCompiler);
  EXPECT_EQ(bad.out, "");
  EXPECT_THAT(bad.err, AllOf(HasSubstr("complaint\n"),
                             HasSubstr("failed with exit code 3")));
  EXPECT_THAT(Names(), ElementsAre("bad", "exe", "good", "small.yaml"));
}

TEST_F(BuildTest, AFailureKeepsTheOldExecutable) {
  Write("exe", "old");
  WriteScript("cxx", "exit 1\n");
  EXPECT_EQ(Sinter({"build", "small.yaml", "-o", "exe", "--cxx", "./cxx"}).code,
            kExitCxxCompiler);
  EXPECT_EQ(ReadWholeFile(PathOf("exe")), "old");
  EXPECT_THAT(Names(), ElementsAre("cxx", "exe", "small.yaml"));
}

TEST_F(BuildTest, ReportsACompilerThatIsNotThere) {
  const Outcome outcome =
      Sinter({"build", "small.yaml", "-o", "exe", "--cxx", "no-such-cxx"});
  EXPECT_EQ(outcome.code, kExitCxxCompiler);
  EXPECT_EQ(outcome.err,
            "sinter: error: cannot start the C++ compiler 'no-such-cxx': No "
            "such file or directory\n");
  EXPECT_THAT(Names(), ElementsAre("small.yaml"));
}

TEST_F(BuildTest, RefusesOutputsThatAreNoFiles) {
  std::filesystem::create_directory(PathOf("folder"));
  std::filesystem::create_symlink("folder", PathOf("link"));
  for (const char* name : {"folder", "link", "none/exe", ".", "/dev/null"}) {
    const Outcome outcome =
        Sinter({"build", "small.yaml", "-o", name, "--cxx", "true"});
    EXPECT_EQ(outcome.code, kExitFiles) << name;
    EXPECT_THAT(outcome.err, HasSubstr("sinter: error: "));
  }
  EXPECT_THAT(Names(), ElementsAre("folder", "link", "small.yaml"));
}

TEST_F(BuildTest, KeepsTheSources) {
  WriteScript("cxx", kPretender);
  EXPECT_EQ(Sinter({"build", "small.yaml", "-o", "exe", "--cxx", "./cxx",
                    "--keep", "src"})
                .code,
            kExitSuccess);
  EXPECT_THAT(ReadWholeFile(PathOf("src/small.cc")),
              HasSubstr("Generated by sinter"));
}

// The compiler, and what it started, end with sinter.
TEST_F(BuildTest, AnInterruptLeavesNothing) {
  WriteScript("cxx",
              "sleep 100 & echo $! > started.tmp\n"
              "mv started.tmp started\nwait\n");
  const pid_t pid = Start(
      {SINTER_PROGRAM, "build", "small.yaml", "-o", "exe", "--cxx", "./cxx"});
  WaitForFile("started");
  const int sleeper = std::stoi(ReadWholeFile(PathOf("started")));
  ASSERT_GT(sleeper, 0);
  kill(pid, SIGINT);
  EXPECT_EQ(Wait(pid).code, 128 + SIGINT);
  std::filesystem::remove(PathOf("started.tmp"));
  EXPECT_THAT(Names(), ElementsAre("cxx", "small.yaml", "started"));
  EXPECT_TRUE(EndsSoon(sleeper));
}

TEST_F(BuildTest, IgnoredInterruptsStayIgnored) {
  WriteScript("cxx", std::string("touch started; sleep 0.3\n") + kPretender);
  const pid_t pid = Start(
      {SINTER_PROGRAM, "build", "small.yaml", "-o", "exe", "--cxx", "./cxx"},
      [] { std::signal(SIGHUP, SIG_IGN); });
  WaitForFile("started");
  kill(pid, SIGHUP);
  const Outcome outcome = Wait(pid);
  EXPECT_EQ(outcome.code, kExitSuccess) << outcome.err;
  EXPECT_THAT(Names(), Contains("exe"));
}

TEST_F(BuildTest, MakesAProgramThatRuns) {
  for (const char* emit : {"--emit=cpp", "--emit=reference"}) {
    const Outcome build = Sinter({"build", "small.yaml", "-o", "exe", emit});
    ASSERT_EQ(build.code, kExitSuccess) << build.err;
    EXPECT_EQ(build.out + build.err, "");
    EXPECT_EQ(Run({PathOf("exe"), "info"}).code, 0);
  }
}

TEST_F(BuildTest, StaticDispatchNeedsNoLibraryButLibc) {
  const Outcome build =
      Sinter({"build", "small.yaml", "-o", "exe", "--dispatch=static"});
  ASSERT_EQ(build.code, kExitSuccess) << build.err;
  EXPECT_EQ(Run({PathOf("exe"), "info"}).code, 0);
  // What it needs itself; a sanitizer's library may need more.
  const Outcome dynamic = Run({"/usr/bin/readelf", "-d", PathOf("exe")});
  EXPECT_EQ(dynamic.code, 0);
  EXPECT_THAT(dynamic.out, HasSubstr("[libc.so"));
  for (const char* library : {"libstdc++", "libgcc_s", "libz", "libhwy"}) {
    EXPECT_THAT(dynamic.out, Not(HasSubstr(library)));
  }
}

TEST(BuildCommandsTest, ContractNoMultiplyAddBehindTheCodesBack) {
  CommandLine line;
  line.cxx = "g++";
  const std::vector<std::string> command =
      CompileCommand(line, {"root", "lib.a"}, "dir/a.cc", "dir/a.o");
  EXPECT_EQ(command[0], "g++");
  EXPECT_THAT(command, Contains("-std=c++20"));
  EXPECT_THAT(command, Contains("-ffp-contract=off"));
  EXPECT_THAT(command, Not(Contains("-ffast-math")));
  EXPECT_THAT(command, Not(Contains("-march=native")));
}

TEST(BuildCommandsTest, StaticDispatchIsForThisMachine) {
  CommandLine line;
  line.cxx = "g++";
  line.dispatch = Dispatch::kStatic;
  EXPECT_THAT(
      CompileCommand(line, {"root", "lib.a"}, "a.cc", "a.o"),
      AllOf(Contains("-march=native"), Contains("-DHWY_COMPILE_ONLY_STATIC")));
  EXPECT_THAT(LinkCommand(line, {"root", "lib.a"}, {"a.o"}, "exe"),
              AllOf(Contains("-static-libstdc++"), Contains("-l:libz.a"),
                    Not(Contains("-lhwy"))));
}

}  // namespace
}  // namespace sinter
