#include "runtime/progress.h"

#include <gtest/gtest.h>
#include <pty.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <utility>

namespace sinter::runtime {
namespace {

ProgressFigures Finished() {
  ProgressFigures figures;
  figures.step = 469;
  figures.steps = 469;
  figures.final = true;
  figures.elapsed = 1.2;
  figures.per_step = 0.0023;
  figures.result.training = {0.25634, 0.92611};
  return figures;
}

constexpr ProgressStyle kPlain{true, false, false, true};

TEST(FormatProgress, FinishedEpoch) {
  EXPECT_EQ(FormatProgress(Finished(), kPlain),
            "469/469 ━━━━━━━━━━━━━━━━━━━━ 1s 2ms/step - accuracy: 0.9261 - "
            "loss: 0.2563");
}

TEST(FormatProgress, Validation) {
  ProgressFigures figures = Finished();
  figures.result.validation = Metrics{0.5, 0.0005};
  EXPECT_EQ(FormatProgress(figures, kPlain),
            "469/469 ━━━━━━━━━━━━━━━━━━━━ 1s 2ms/step - accuracy: 0.9261 - "
            "loss: 0.2563 - val_accuracy: 5.0000e-04 - val_loss: 0.5000");
}

TEST(FormatProgress, WithoutAccuracy) {
  ProgressFigures figures = Finished();
  figures.result.validation = Metrics{0.5, 0.25};
  EXPECT_EQ(FormatProgress(figures, {true, false, false, false}),
            "469/469 ━━━━━━━━━━━━━━━━━━━━ 1s 2ms/step - loss: 0.2563 - "
            "val_loss: 0.5000");
}

TEST(FormatProgress, OneLineAnEpoch) {
  EXPECT_EQ(FormatProgress(Finished(), {false, false, false, true}),
            "469/469 - 1s - 2ms/step - accuracy: 0.9261 - loss: 0.2563");
}

TEST(FormatProgress, RunningEpochShowsTheTimeLeft) {
  ProgressFigures figures = Finished();
  figures.final = false;
  figures.step = 50;
  EXPECT_EQ(FormatProgress(figures, kPlain),
            " 50/469 ━━━━━━━━━━━━━━━━━━━━ 0s 2ms/step - accuracy: 0.9261 - "
            "loss: 0.2563");
  figures.per_step = 1;
  EXPECT_EQ(FormatProgress(figures, kPlain),
            " 50/469 ━━━━━━━━━━━━━━━━━━━━ 6:59 1s/step - accuracy: 0.9261 - "
            "loss: 0.2563");
  figures.per_step = 20;
  EXPECT_EQ(FormatProgress(figures, kPlain),
            " 50/469 ━━━━━━━━━━━━━━━━━━━━ 2:19:40 20s/step - accuracy: 0.9261 "
            "- loss: 0.2563");
}

TEST(FormatProgress, ShortSteps) {
  ProgressFigures figures = Finished();
  figures.per_step = 17e-6;
  EXPECT_EQ(FormatProgress(figures, kPlain),
            "469/469 ━━━━━━━━━━━━━━━━━━━━ 1s 17us/step - accuracy: 0.9261 - "
            "loss: 0.2563");
}

TEST(FormatProgress, ColourMarksWhatIsDone) {
  ProgressFigures figures = Finished();
  figures.step = 4;
  figures.steps = 8;
  EXPECT_EQ(FormatProgress(figures, {true, true, true, false}),
            "\x1b[1m4/8\x1b[0m \x1b[32m━━━━━━━━━━\x1b[0m\x1b[37m━━━━━━━━━━"
            "\x1b[0m \x1b[1m1s\x1b[0m 2ms/step - loss: 0.2563");
}

// A pair of file descriptors whose written end is a terminal or a pipe.
struct Channel {
  int read_end = -1;
  int write_end = -1;

  ~Channel() {
    close(read_end);
    if (write_end >= 0) close(write_end);
  }

  // All that was written. Nothing can be written afterwards.
  std::string Text() {
    close(std::exchange(write_end, -1));
    std::string text;
    char part[1000];
    // At its end a terminal reports an error instead of 0 bytes.
    for (ssize_t count; (count = read(read_end, part, sizeof(part))) > 0;) {
      text.append(part, count);
    }
    return text;
  }
};

void MakePipe(Channel& channel) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  channel.read_end = ends[0];
  channel.write_end = ends[1];
}

void MakeTerminal(Channel& channel) {
  ASSERT_EQ(
      openpty(&channel.read_end, &channel.write_end, nullptr, nullptr, nullptr),
      0);
}

TEST(StyleFor, OnlyATerminalIsAnimated) {
  unsetenv("NO_COLOR");
  Channel pipe;
  MakePipe(pipe);
  const ProgressStyle plain = StyleFor(pipe.write_end, Verbosity::kAuto, true);
  EXPECT_TRUE(plain.bar);
  EXPECT_FALSE(plain.animated);
  EXPECT_FALSE(plain.colour);
  Channel terminal;
  MakeTerminal(terminal);
  const ProgressStyle style =
      StyleFor(terminal.write_end, Verbosity::kAuto, true);
  EXPECT_TRUE(style.animated);
  EXPECT_TRUE(style.colour);
  setenv("NO_COLOR", "1", 1);
  const ProgressStyle colourless =
      StyleFor(terminal.write_end, Verbosity::kAuto, true);
  EXPECT_TRUE(colourless.animated);
  EXPECT_FALSE(colourless.colour);
  unsetenv("NO_COLOR");
  EXPECT_FALSE(
      StyleFor(terminal.write_end, Verbosity::kLinePerEpoch, true).bar);
}

void ShowTwoSteps(Channel& channel) {
  ProgressDisplay display(channel.write_end, 5,
                          StyleFor(channel.write_end, Verbosity::kAuto, false));
  display.OnEpochBegin(0, 2, 0);
  display.OnStep(1, 0.5f, {0.5, 0});
  display.OnStep(2, 0.5f, {0.25, 0});
  display.OnEpochEnd(0, {{0.25, 0}, std::nullopt});
}

TEST(ProgressDisplay, PlainLines) {
  Channel pipe;
  MakePipe(pipe);
  ShowTwoSteps(pipe);
  const std::string text = pipe.Text();
  EXPECT_EQ(text.find("Epoch 1/5\n2/2 ━━━━━━━━━━━━━━━━━━━━ 0s "), 0u) << text;
  EXPECT_NE(text.find("/step - loss: 0.2500\n"), text.npos) << text;
  EXPECT_EQ(text.find('\r'), text.npos);
  EXPECT_EQ(text.find("0.5000"), text.npos);
}

TEST(ProgressDisplay, TerminalLinesGrowInPlace) {
  setenv("NO_COLOR", "1", 1);
  Channel terminal;
  MakeTerminal(terminal);
  ShowTwoSteps(terminal);
  unsetenv("NO_COLOR");
  const std::string text = terminal.Text();
  EXPECT_NE(text.find("\r\x1b[K1/2 "), text.npos) << text;
  EXPECT_NE(text.find("\r\x1b[K2/2 "), text.npos) << text;
  EXPECT_NE(text.find("loss: 0.5000"), text.npos) << text;
}

TEST(ProgressDisplay, ABrokenEpochEndsItsLine) {
  Channel terminal;
  MakeTerminal(terminal);
  ProgressDisplay display(
      terminal.write_end, 1,
      StyleFor(terminal.write_end, Verbosity::kAuto, false));
  display.OnEpochBegin(0, 2, 0);
  display.OnStep(1, 0.5f, {0.5, 0});
  display.OnEpochBroken();
  EXPECT_TRUE(terminal.Text().ends_with("\n"));
}

}  // namespace
}  // namespace sinter::runtime
