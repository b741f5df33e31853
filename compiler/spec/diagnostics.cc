#include "compiler/spec/diagnostics.h"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

#include "compiler/spec/utf8.h"
#include "llvm/Support/FormatVariadic.h"

namespace sinter {
namespace {

// A longer source line is shown in part, so that a spec on one line of a
// megabyte stays readable.
constexpr size_t kShownColumns = 160;
constexpr size_t kShownBefore = 60;
constexpr size_t kQuotedCodePoints = 60;

// The part of a line that is shown, and where the span stands in it (code
// points).
struct Excerpt {
  std::string text;
  size_t column;
};

Excerpt CutAround(std::string_view line, size_t column) {
  size_t skipped =
      column > kShownColumns - kShownBefore ? column - kShownBefore : 0;
  line.remove_prefix(BytesOfCodePoints(line, skipped));
  const size_t shown = BytesOfCodePoints(line, kShownColumns);
  const bool cut_after = shown < line.size();
  std::string text = (skipped > 0 ? "..." : "") +
                     std::string(line.substr(0, shown)) +
                     (cut_after ? "..." : "");
  return {std::move(text), column - skipped + (skipped > 0 ? 3 : 0)};
}

// Blanks as wide as the first `count` code points of `text`; tabs stay tabs.
std::string Blanks(std::string_view text, size_t count) {
  std::string padding;
  for (char c : text.substr(0, BytesOfCodePoints(text, count))) {
    if (!IsContinuationByte(c)) padding += c == '\t' ? '\t' : ' ';
  }
  padding.append(count - std::min(count, CountCodePoints(padding)), ' ');
  return padding;
}

}  // namespace

void Diagnostics::SetSource(std::string path, std::string text) {
  path_ = WithoutControls(std::move(path));
  text_ = std::move(text);
  line_starts_ = {0};
  for (size_t i = 0; i < text_.size(); ++i) {
    if (text_[i] == '\n') line_starts_.push_back(i + 1);
  }
}

bool Diagnostics::Entry::IsSame(const Entry& other) const {
  return span.location == other.span.location && slug == other.slug &&
         message == other.message && hint == other.hint;
}

void Diagnostics::Add(Entry entry) {
  // A node that several aliases stand for is read several times.
  const auto is_same = [&](const Entry& other) { return other.IsSame(entry); };
  if (std::ranges::any_of(entries_, is_same)) return;
  if (++count_ <= kMostErrors) entries_.push_back(std::move(entry));
}

void Diagnostics::Error(SourceSpan span, std::string_view slug,
                        std::string message, std::string hint) {
  Add({span, std::string(slug), std::move(message), std::move(hint)});
}

void Diagnostics::ErrorInText(std::string_view slug, std::string message) {
  Add({{}, std::string(slug), std::move(message), ""});
}

void Diagnostics::ErrorInFile(std::string message) {
  has_file_error_ = true;
  ErrorInText("file", std::move(message));
}

std::string_view Diagnostics::Line(unsigned line) const {
  if (line == 0 || line > line_starts_.size()) return {};
  const std::string_view rest =
      std::string_view(text_).substr(line_starts_[line - 1]);
  std::string_view text = rest.substr(0, rest.find('\n'));
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

std::string Diagnostics::Format(const Entry& entry) const {
  const SourceSpan& span = entry.span;
  if (span.location.line == 0) {
    return llvm::formatv("{0}: error: {1} [{2}]\n", path_, entry.message,
                         entry.slug);
  }
  std::string text = Show(
      span.location, span.length,
      llvm::formatv("error: {0} [{1}]", entry.message, entry.slug), entry.hint);
  if (span.used_at.line != 0) {
    text += Show(span.used_at, span.used_length,
                 "note: in the block that is used here", "");
  }
  return text;
}

std::string Diagnostics::Show(const SourceLocation& location, unsigned length,
                              const std::string& message,
                              const std::string& hint) const {
  const auto& [line, column] = location;
  const Excerpt excerpt = CutAround(Line(line), column - 1);
  const size_t width = CountCodePoints(excerpt.text);
  const size_t room = width > excerpt.column ? width - excerpt.column : 1;
  const size_t shown = std::clamp<size_t>(length, 1, room);
  std::string underline =
      Blanks(excerpt.text, excerpt.column) + "^" + std::string(shown - 1, '~');
  if (!hint.empty()) underline += " " + hint;
  return llvm::formatv("{0}:{1}:{2}: {3}\n{4,5} | {5}\n{6,5} | {7}\n", path_,
                       line, column, message, line, excerpt.text, "",
                       underline);
}

std::string Diagnostics::Text() const {
  std::vector<const Entry*> sorted;
  for (const Entry& entry : entries_) sorted.push_back(&entry);
  std::stable_sort(
      sorted.begin(), sorted.end(), [](const Entry* a, const Entry* b) {
        const SourceLocation& x = a->span.location;
        const SourceLocation& y = b->span.location;
        return std::tie(x.line, x.column) < std::tie(y.line, y.column);
      });
  std::string text;
  for (const Entry* entry : sorted) text += Format(*entry);
  if (count_ > entries_.size()) {
    text += llvm::formatv("{0}: {1} more errors\n", path_,
                          count_ - entries_.size());
  }
  return text;
}

SourceSpan SpanOfByte(std::string_view text, size_t byte) {
  const size_t newline = text.substr(0, byte).rfind('\n');
  const size_t line_start = newline == std::string_view::npos ? 0 : newline + 1;
  const auto line = 1 + std::count(text.begin(), text.begin() + byte, '\n');
  const auto column =
      1 + CountCodePoints(text.substr(line_start, byte - line_start));
  return {{static_cast<unsigned>(line), static_cast<unsigned>(column)}, 1};
}

std::string WithoutControls(std::string text) {
  std::ranges::replace_if(
      text, [](unsigned char c) { return c < 0x20 || c == 0x7F; }, '?');
  return text;
}

std::string Quote(std::string_view text) {
  const size_t shown = BytesOfCodePoints(text, kQuotedCodePoints);
  std::string quoted = "'";
  for (size_t i = 0; i < shown; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    // U+0080 to U+009F are control characters too; terminals obey some of them.
    const bool c1_control = byte == 0xC2 && i + 1 < shown &&
                            static_cast<unsigned char>(text[i + 1]) < 0xA0;
    if (c1_control) {
      quoted +=
          llvm::formatv("\\x{0:X-2}", static_cast<unsigned char>(text[++i]));
    } else if (byte < 0x20 || byte == 0x7F) {
      quoted += llvm::formatv("\\x{0:X-2}", byte);
    } else {
      quoted += text[i];
    }
  }
  return quoted + (shown < text.size() ? "...'" : "'");
}

}  // namespace sinter
