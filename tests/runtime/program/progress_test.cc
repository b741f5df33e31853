#include "runtime/program/progress.h"

#include <gtest/gtest.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <initializer_list>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sinter::runtime {
namespace {

ProgressFigures Finished() {
  ProgressFigures figures;
  figures.step = 469;
  figures.steps = 469;
  figures.final = true;
  figures.elapsed = 1.2;
  figures.per_step = 0.0023;
  figures.result.training = {0.25634, {0.92611}};
  return figures;
}

constexpr const char* kMetrics[] = {"accuracy", "recall", "f1"};
constexpr MetricNames kAccuracy = MetricNames(kMetrics).first(1);

constexpr ProgressStyle kPlain{true, false, false, true, kAccuracy};
constexpr ProgressStyle kAscii{true, false, false, false, kAccuracy};

TEST(FormatProgress, FinishedEpoch) {
  EXPECT_EQ(FormatProgress(Finished(), kPlain),
            "469/469 ━━━━━━━━━━━━━━━━━━━━ 1s 2ms/step - accuracy: 0.9261 - "
            "loss: 0.2563");
}

TEST(FormatProgress, Validation) {
  ProgressFigures figures = Finished();
  figures.result.validation = Metrics{0.5, {0.0005}};
  EXPECT_EQ(FormatProgress(figures, kPlain),
            "469/469 ━━━━━━━━━━━━━━━━━━━━ 1s 2ms/step - accuracy: 0.9261 - "
            "loss: 0.2563 - val_accuracy: 5.0000e-04 - val_loss: 0.5000");
}

TEST(FormatProgress, WithoutAccuracy) {
  ProgressFigures figures = Finished();
  figures.result.validation = Metrics{0.5, {0.25}};
  EXPECT_EQ(FormatProgress(figures, {true, false, false}),
            "469/469 ━━━━━━━━━━━━━━━━━━━━ 1s 2ms/step - loss: 0.2563 - "
            "val_loss: 0.5000");
}

// As Keras sorts them, whatever their order in the spec.
TEST(FormatProgress, SeveralMetrics) {
  ProgressFigures figures = Finished();
  figures.result.training = {0.25, {0.5, 0.75, 0.125}};
  figures.result.validation = Metrics{0.375, {1, 2, 3}};
  EXPECT_EQ(FormatProgress(figures, {true, false, false, true, kMetrics}),
            "469/469 ━━━━━━━━━━━━━━━━━━━━ 1s 2ms/step - accuracy: 0.5000 - f1: "
            "0.1250 - loss: 0.2500 - recall: 0.7500 - val_accuracy: 1.0000 - "
            "val_f1: 3.0000 - val_loss: 0.3750 - val_recall: 2.0000");
}

// The loss stays longest, wherever it stands.
TEST(FormatProgress, LeavesOutMetricsFirst) {
  ProgressFigures figures = Finished();
  figures.final = false;
  figures.step = 234;
  figures.result.training = {0.25, {0.5, 0.75, 0.125}};
  const ProgressStyle style{true, false, false, true, kMetrics};
  EXPECT_EQ(FormatProgress(figures, style, 60),
            "234/469 0s - f1: 0.1250 - loss: 0.2500 - recall: 0.7500");
  EXPECT_EQ(FormatProgress(figures, style, 40),
            "234/469 0s - f1: 0.1250 - loss: 0.2500");
  EXPECT_EQ(FormatProgress(figures, style, 30), "234/469 0s - loss: 0.2500");
}

TEST(FormatProgress, OneLineAnEpoch) {
  EXPECT_EQ(FormatProgress(Finished(), {false, false, false, true, kAccuracy}),
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
  EXPECT_EQ(FormatProgress(figures, {true, true, true}),
            "\x1b[1m4/8\x1b[0m \x1b[32m━━━━━━━━━━\x1b[0m\x1b[37m━━━━━━━━━━"
            "\x1b[0m \x1b[1m1s\x1b[0m 2ms/step - loss: 0.2563");
}

TEST(FormatProgress, Ascii) {
  ProgressFigures figures = Finished();
  figures.step = 4;
  figures.steps = 8;
  EXPECT_EQ(FormatProgress(figures, kAscii),
            "4/8 ==========.......... 1s 2ms/step - accuracy: 0.9261 - loss: "
            "0.2563");
}

// The bar first, then the figures from the first on, then all but the counter.
TEST(FormatProgress, NarrowTerminals) {
  ProgressFigures figures = Finished();
  figures.final = false;
  figures.step = 234;
  const std::pair<size_t, const char*> lines[] = {
      {76,
       "234/469 =========........... 0s 2ms/step - accuracy: 0.9261 - loss: "
       "0.2563"},
      {73,
       "234/469 =========.......... 0s 2ms/step - accuracy: 0.9261 - loss: "
       "0.2563"},
      {59, "234/469 ==... 0s 2ms/step - accuracy: 0.9261 - loss: 0.2563"},
      {58, "234/469 0s 2ms/step - accuracy: 0.9261 - loss: 0.2563"},
      {52, "234/469 0s - accuracy: 0.9261 - loss: 0.2563"},
      {43, "234/469 0s - loss: 0.2563"},
      {24, "234/469 0s"},
      {9, "234/469"},
      {3, "234"}};
  for (const auto& [columns, line] : lines) {
    EXPECT_EQ(FormatProgress(figures, kAscii, columns), line) << columns;
  }
}

TEST(FormatProgress, AFinishedEpochKeepsItsFigures) {
  EXPECT_EQ(FormatProgress(Finished(), kAscii, 20),
            "469/469 1s 2ms/step - accuracy: 0.9261 - loss: 0.2563");
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

// Environment variables for as long as a test runs.
class Environment {
 public:
  Environment(std::initializer_list<std::pair<std::string, const char*>> to) {
    for (const auto& [name, value] : to) {
      const char* old = getenv(name.c_str());
      old_.emplace_back(name, old == nullptr ? std::nullopt
                                             : std::optional<std::string>(old));
      Set(name, value);
    }
  }
  ~Environment() {
    for (const auto& [name, value] : old_) {
      Set(name, value.has_value() ? value->c_str() : nullptr);
    }
  }

 private:
  static void Set(const std::string& name, const char* value) {
    if (value == nullptr) {
      unsetenv(name.c_str());
    } else {
      setenv(name.c_str(), value, 1);
    }
  }

  std::vector<std::pair<std::string, std::optional<std::string>>> old_;
};

TEST(StyleFor, OnlyATerminalIsAnimated) {
  const Environment environment = {{"NO_COLOR", nullptr}, {"TERM", "xterm"}};
  Channel pipe;
  MakePipe(pipe);
  const ProgressStyle plain =
      StyleFor(pipe.write_end, Verbosity::kAuto, kAccuracy);
  EXPECT_TRUE(plain.bar);
  EXPECT_FALSE(plain.animated);
  EXPECT_FALSE(plain.colour);
  Channel terminal;
  MakeTerminal(terminal);
  const ProgressStyle style =
      StyleFor(terminal.write_end, Verbosity::kAuto, kAccuracy);
  EXPECT_TRUE(style.animated);
  EXPECT_TRUE(style.colour);
  setenv("NO_COLOR", "1", 1);
  const ProgressStyle colourless =
      StyleFor(terminal.write_end, Verbosity::kAuto, kAccuracy);
  EXPECT_TRUE(colourless.animated);
  EXPECT_FALSE(colourless.colour);
  unsetenv("NO_COLOR");
  EXPECT_FALSE(
      StyleFor(terminal.write_end, Verbosity::kLinePerEpoch, kAccuracy).bar);
}

TEST(StyleFor, ADumbTerminalIsAsAFile) {
  Channel terminal;
  MakeTerminal(terminal);
  for (const char* kind : {"dumb", "", static_cast<const char*>(nullptr)}) {
    const Environment environment = {{"NO_COLOR", nullptr}, {"TERM", kind}};
    const ProgressStyle style =
        StyleFor(terminal.write_end, Verbosity::kAuto, kAccuracy);
    EXPECT_TRUE(style.bar);
    EXPECT_FALSE(style.animated);
    EXPECT_FALSE(style.colour);
  }
}

void ShowTwoSteps(Channel& channel) {
  ProgressDisplay display(channel.write_end, 5,
                          StyleFor(channel.write_end, Verbosity::kAuto, {}));
  display.OnEpochBegin(0, 2, 0);
  display.OnStep(1, 0.5f, {0.5, 0});
  display.OnStep(2, 0.5f, {0.25, 0});
  display.OnEpochEnd(0, {{0.25, 0}, std::nullopt});
}

TEST(ProgressDisplay, PlainLines) {
  const Environment environment = {{"LC_ALL", "C.UTF-8"}};
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
  const Environment environment = {{"NO_COLOR", "1"}, {"TERM", "xterm"}};
  Channel terminal;
  MakeTerminal(terminal);
  ShowTwoSteps(terminal);
  const std::string text = terminal.Text();
  EXPECT_NE(text.find("\r\x1b[K1/2 "), text.npos) << text;
  EXPECT_NE(text.find("\r\x1b[K2/2 "), text.npos) << text;
  EXPECT_NE(text.find("loss: 0.5000"), text.npos) << text;
}

TEST(ProgressDisplay, ABrokenEpochEndsItsLine) {
  const Environment environment = {{"TERM", "xterm"}};
  Channel terminal;
  MakeTerminal(terminal);
  ProgressDisplay display(terminal.write_end, 1,
                          StyleFor(terminal.write_end, Verbosity::kAuto, {}));
  display.OnEpochBegin(0, 2, 0);
  display.OnStep(1, 0.5f, {0.5, 0});
  display.OnEpochBroken();
  EXPECT_TRUE(terminal.Text().ends_with("\n"));
}

// A terminal's lines: what a person sees of `text`.
std::vector<std::string> Screen(const std::string& text, size_t columns) {
  std::vector<std::string> lines(1);
  size_t column = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r') {
      column = 0;
    } else if (text[i] == '\n') {
      lines.emplace_back();
    } else if (text.compare(i, 3, "\x1b[K") == 0) {
      lines.back().resize(column);
      i += 2;
    } else {
      if (column == columns) {
        lines.emplace_back();
        column = 0;
      }
      std::string& line = lines.back();
      line.resize(std::max(line.size(), column + 1), ' ');
      line[column++] = text[i];
    }
  }
  return lines;
}

// A long line: batches of 32 of MNIST, a small loss.
std::string ShowLongEpoch(size_t columns) {
  Channel terminal;
  MakeTerminal(terminal);
  winsize size = {};
  size.ws_col = static_cast<uint16_t>(columns);
  ioctl(terminal.write_end, TIOCSWINSZ, &size);
  ProgressDisplay display(
      terminal.write_end, 1,
      StyleFor(terminal.write_end, Verbosity::kAuto, kAccuracy));
  display.OnEpochBegin(0, 1875, 0);
  for (size_t step : {1, 900, 1800}) {
    display.OnStep(step, 1e-4f, {1.234e-4, 0.99});
    usleep(51'000);  // longer than the display's interval
  }
  display.OnEpochEnd(0, {{1.234e-4, 0.99}, std::nullopt});
  return terminal.Text();
}

TEST(ProgressDisplay, AnEpochIsOneLineOfAnyTerminal) {
  const Environment environment = {
      {"NO_COLOR", "1"}, {"TERM", "xterm"}, {"LC_ALL", "C"}};
  for (size_t columns = 20; columns <= 200; columns += 12) {
    const std::string text = ShowLongEpoch(columns);
    EXPECT_NE(text.find("\x1b[K 900/1875"), text.npos) << "shown on the way";
    std::string seen;
    for (const std::string& line : Screen(text, columns)) seen += line;
    EXPECT_EQ(seen.find("Epoch 1/11800/1875"), 0u) << columns << seen;
    EXPECT_EQ(seen.find("/1875"), seen.rfind("/1875")) << columns << seen;
    EXPECT_TRUE(seen.ends_with(" - accuracy: 0.9900 - loss: 1.2340e-04"))
        << seen;
  }
}

}  // namespace
}  // namespace sinter::runtime
