#include "runtime/program/progress.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "runtime/program/terminal.h"

#include "runtime/files/write_all.h"

namespace sinter::runtime {
namespace {

constexpr size_t kBarWidth = 20;
constexpr size_t kLeastBarWidth = 5;  // a shorter one says nothing
constexpr std::string_view kLoss = " - loss: ";
constexpr std::chrono::milliseconds kInterval{50};

// Back to the line's beginning, and erase what stands there.
constexpr std::string_view kRewriteLine = "\r\x1b[K";

constexpr std::string_view kBold = "\x1b[1m";
constexpr std::string_view kGreen = "\x1b[32m";
constexpr std::string_view kWhite = "\x1b[37m";

std::string Paint(std::string_view colour, std::string_view text,
                  const ProgressStyle& style) {
  if (!style.colour || text.empty()) return std::string(text);
  return fmt::format("{}{}\x1b[0m", colour, text);
}

std::string Cells(size_t count, std::string_view cell) {
  std::string text;
  for (size_t i = 0; i < count; ++i) text += cell;
  return text;
}

std::string Bar(const ProgressFigures& figures, const ProgressStyle& style,
                size_t width) {
  const size_t done = width * figures.step / figures.steps;
  return Paint(kGreen, Cells(done, style.utf8 ? "━" : "="), style) +
         Paint(kWhite, Cells(width - done, style.utf8 ? "━" : "."), style);
}

// "  7/469": as wide for every step.
std::string Counter(const ProgressFigures& figures) {
  const std::string steps = fmt::format("{}", figures.steps);
  return fmt::format("{:>{}}/{}", figures.step, steps.size(), steps);
}

// Time left while the epoch runs.
std::string TimeLeft(double seconds) {
  const auto whole = static_cast<uint64_t>(seconds);
  const uint64_t minutes = whole / 60 % 60;
  if (seconds > 3600) {
    return fmt::format("{}:{:02}:{:02}", whole / 3600, minutes, whole % 60);
  }
  if (seconds > 60) return fmt::format("{}:{:02}", minutes, whole % 60);
  return fmt::format("{}s", whole);
}

std::string Time(const ProgressFigures& figures) {
  if (figures.final) return fmt::format("{:.0f}s", figures.elapsed);
  return TimeLeft(figures.per_step *
                  static_cast<double>(figures.steps - figures.step));
}

std::string StepTime(double seconds) {
  if (seconds >= 1 || seconds == 0) return fmt::format("{:.0f}s/step", seconds);
  if (seconds >= 1e-3) return fmt::format("{:.0f}ms/step", seconds * 1e3);
  return fmt::format("{:.0f}us/step", seconds * 1e6);
}

std::string FigureText(const Figure& figure) {
  return std::abs(figure.value) > 1e-3
             ? fmt::format(" - {}: {:.4f}", figure.name, figure.value)
             : fmt::format(" - {}: {:.4e}", figure.name, figure.value);
}

std::vector<std::string> FigureTexts(MetricNames metrics,
                                     const EpochResult& result) {
  std::vector<std::string> texts;
  for (const Figure& figure : FiguresOf(metrics, result)) {
    texts.push_back(FigureText(figure));
  }
  return texts;
}

// What a line with a bar is made of. Parts that are left out are empty.
struct Parts {
  std::string counter;
  size_t bar_width;
  std::string time;
  std::string step_time;
  std::vector<std::string> figures;

  size_t Width() const {
    size_t width = counter.size();
    for (size_t part : {bar_width, time.size(), step_time.size()}) {
      width += part == 0 ? 0 : 1 + part;
    }
    for (const std::string& figure : figures) width += figure.size();
    return width;
  }
};

void ShortenBar(Parts& parts, size_t columns) {
  const size_t excess = parts.Width() - columns;
  parts.bar_width =
      excess + kLeastBarWidth <= parts.bar_width ? parts.bar_width - excess : 0;
}

// The metric with the longest text, or the loss when it is alone.
std::vector<std::string>::iterator LeastFigure(
    std::vector<std::string>& figures) {
  const auto weight = [](const std::string& text) {
    return text.starts_with(kLoss) ? 0 : text.size();
  };
  return std::max_element(
      figures.begin(), figures.end(),
      [&](const auto& a, const auto& b) { return weight(a) < weight(b); });
}

// The loss is the figure that stays longest.
void LeaveOutFigures(Parts& parts, size_t columns) {
  parts.step_time.clear();
  while (parts.Width() > columns && !parts.figures.empty()) {
    parts.figures.erase(LeastFigure(parts.figures));
  }
  if (parts.Width() > columns) parts.time.clear();
  if (parts.Width() > columns) parts.counter.resize(columns);
}

std::string Join(const Parts& parts, const ProgressFigures& figures,
                 const ProgressStyle& style) {
  std::string line = Paint(kBold, parts.counter, style);
  if (parts.bar_width > 0) line += " " + Bar(figures, style, parts.bar_width);
  if (!parts.time.empty()) line += " " + Paint(kBold, parts.time, style);
  if (!parts.step_time.empty()) line += " " + parts.step_time;
  for (const std::string& figure : parts.figures) line += figure;
  return line;
}

void WriteIgnoringErrors(int fd, std::string_view text) {
  (void)WriteAll(fd, text);
}

}  // namespace

std::string FormatProgress(const ProgressFigures& figures,
                           const ProgressStyle& style, size_t columns) {
  Parts parts = {Counter(figures), kBarWidth, Time(figures),
                 StepTime(figures.per_step),
                 FigureTexts(style.metrics, figures.result)};
  if (!style.bar) {
    return fmt::format("{} - {} - {}{}", parts.counter, parts.time,
                       parts.step_time, fmt::join(parts.figures, ""));
  }
  if (parts.Width() > columns) ShortenBar(parts, columns);
  if (parts.Width() > columns && !figures.final) {
    LeaveOutFigures(parts, columns);
  }
  return Join(parts, figures, style);
}

ProgressStyle StyleFor(int fd, Verbosity verbosity, MetricNames metrics) {
  const char* no_color = std::getenv("NO_COLOR");
  const bool terminal = IsCapableTerminal(fd);
  ProgressStyle style;
  style.bar = verbosity == Verbosity::kAuto;
  style.animated = style.bar && terminal;
  style.colour = terminal && (no_color == nullptr || *no_color == '\0');
  style.utf8 = IsUtf8Locale();
  style.metrics = metrics;
  return style;
}

void ProgressDisplay::OnEpochBegin(uint32_t epoch, size_t steps, size_t done) {
  step_ = before_ = done;
  steps_ = steps;
  begin_ = first_step_ = Clock::now();
  shown_ = Clock::time_point();
  WriteIgnoringErrors(fd_, fmt::format("Epoch {}/{}\n", epoch + 1, epochs_));
}

void ProgressDisplay::OnStep(size_t step, float /*loss*/,
                             const Metrics& running) {
  const Clock::time_point now = Clock::now();
  step_ = step;
  if (step == before_ + 1) first_step_ = now;
  if (!style_.animated || step == steps_ || now - shown_ < kInterval) return;
  Show({running, std::nullopt}, false, now);
  shown_ = now;
}

void ProgressDisplay::OnEpochEnd(uint32_t /*epoch*/,
                                 const EpochResult& result) {
  Show(result, true, Clock::now());
}

void ProgressDisplay::OnEpochBroken() {
  if (style_.animated && step_ > before_) WriteIgnoringErrors(fd_, "\n");
}

// The first step, which pays for cold caches, does not count if there are more.
double ProgressDisplay::SecondsPerStep(Clock::time_point now) const {
  const size_t run = step_ - before_;
  const Clock::time_point from = run > 1 ? first_step_ : begin_;
  const size_t steps = run > 1 ? run - 1 : 1;
  return std::chrono::duration<double>(now - from).count() /
         static_cast<double>(steps);
}

// Some terminals go to the next line when a character is in the last column.
size_t ProgressDisplay::RewritableColumns() const {
  return std::max<size_t>(TerminalColumns(fd_), 2) - 1;
}

void ProgressDisplay::Show(const EpochResult& result, bool final,
                           Clock::time_point now) {
  ProgressFigures figures;
  figures.step = step_;
  figures.steps = steps_;
  figures.final = final;
  figures.elapsed = std::chrono::duration<double>(now - begin_).count();
  figures.per_step = SecondsPerStep(now);
  figures.result = result;
  std::string line = style_.animated
                         ? FormatProgress(figures, style_, RewritableColumns())
                         : FormatProgress(figures, style_);
  if (style_.animated) line.insert(0, kRewriteLine);
  if (final) line += '\n';
  WriteIgnoringErrors(fd_, line);
}

}  // namespace sinter::runtime
