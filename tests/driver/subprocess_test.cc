#include "compiler/driver/subprocess.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>
#include <chrono>

#include "tests/driver/run_program.h"

namespace sinter {
namespace {

using ::testing::ElementsAre;

class SubprocessTest : public ProgramTest {
 protected:
  Subprocess Shell(const std::string& commands, const std::string& log) {
    return {{"/bin/sh", "-c", commands}, PathOf(log), PathOf("tmp")};
  }
};

TEST_F(SubprocessTest, GivesExitCodesAndOutput) {
  InterruptGuard interrupt(InterruptsToHeed());
  EXPECT_THAT(RunAll({Shell("echo out; echo err >&2; exit 7", "a"),
                      Shell("echo $TMPDIR", "b"), Shell("kill -9 $$", "c")},
                     interrupt),
              ElementsAre(7, 0, 128 + SIGKILL));
  EXPECT_EQ(ReadWholeFile(PathOf("a")), "out\nerr\n");
  EXPECT_EQ(ReadWholeFile(PathOf("b")), PathOf("tmp") + "\n");
}

TEST_F(SubprocessTest, DoesNotUseAShell) {
  InterruptGuard interrupt(InterruptsToHeed());
  RunAll({{{"echo", "$HOME;", "*"}, PathOf("a"), PathOf("tmp")}}, interrupt);
  EXPECT_EQ(ReadWholeFile(PathOf("a")), "$HOME; *\n");
}

TEST_F(SubprocessTest, SaysWhatCannotBeStarted) {
  InterruptGuard interrupt(InterruptsToHeed());
  EXPECT_THAT(
      RunAll({{{PathOf("none")}, PathOf("a"), PathOf("tmp")}}, interrupt),
      ElementsAre(-ENOENT));
}

TEST_F(SubprocessTest, RunsAtTheSameTime) {
  InterruptGuard interrupt(InterruptsToHeed());
  // Each waits for the other's file: one after the other would never end.
  const std::string wait_for = "while ! test -e ";
  EXPECT_THAT(RunAll({Shell("touch " + PathOf("x") + "; " + wait_for +
                                PathOf("y") + "; do sleep 0.01; done",
                            "a"),
                      Shell("touch " + PathOf("y") + "; " + wait_for +
                                PathOf("x") + "; do sleep 0.01; done",
                            "b")},
                     interrupt),
              ElementsAre(0, 0));
}

}  // namespace
}  // namespace sinter
