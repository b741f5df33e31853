// Collects the mistakes found in one spec and prints them, sorted by place:
//
//   mnist.yaml:14:33: error: unknown key 'activaton' for Dense [unknown-key]
//      14 |     - {type: Dense, units: 512, activaton: relu}
//         |                                 ^~~~~~~~~ did you mean
//         'activation'?
#ifndef SINTER_COMPILER_SPEC_DIAGNOSTICS_H_
#define SINTER_COMPILER_SPEC_DIAGNOSTICS_H_

#include <string>
#include <string_view>
#include <vector>

#include "compiler/spec/model_spec.h"

namespace sinter {

// A stretch of the source, on one line. Columns and lengths count code points.
struct SourceSpan {
  SourceLocation location;
  unsigned length = 1;
  // Of what stands in a block: where the block is used. Line 0: in none.
  SourceLocation used_at = {};
  unsigned used_length = 1;
  bool operator==(const SourceSpan&) const = default;
};

// The place of a byte of `text`, valid UTF-8 before it.
SourceSpan SpanOfByte(std::string_view text, size_t byte);

class Diagnostics {
 public:
  // At most this many errors are kept; Text() says how many more there were.
  static constexpr size_t kMostErrors = 100;

  // The text that spans refer to: UTF-8 without a byte order mark.
  void SetSource(std::string path, std::string text);

  // A mistake in the spec; the same one twice counts once, also where a block
  // that has it is used twice. `slug` names its
  // kind: "unknown-key". `hint` may be empty.
  void Error(SourceSpan span, std::string_view slug, std::string message,
             std::string hint = "");

  // A mistake of the text as a whole, which has no line to show: "too large".
  void ErrorInText(std::string_view slug, std::string message);

  // The file could not be read at all.
  void ErrorInFile(std::string message);

  bool has_errors() const { return count_ > 0; }
  bool has_file_error() const { return has_file_error_; }

  // All errors in the form above, sorted by line and column; empty without
  // errors.
  std::string Text() const;

 private:
  struct Entry {
    SourceSpan span;  // line 0: the whole text
    std::string slug;
    std::string message;
    std::string hint;
    bool IsSame(const Entry& other) const;
  };

  void Add(Entry entry);
  std::string Format(const Entry& entry) const;
  std::string Show(const SourceLocation& location, unsigned length,
                   const std::string& message, const std::string& hint) const;
  std::string_view Line(unsigned line) const;

  std::string path_;
  std::string text_;
  std::vector<size_t> line_starts_;
  std::vector<Entry> entries_;
  size_t count_ = 0;
  bool has_file_error_ = false;
};

// `text`, such as a file's name, with '?' for control characters: it cannot
// pretend to be another message, and a terminal obeys nothing in it.
std::string WithoutControls(std::string text);

// `text` in single quotes, made safe to print: control characters as \xNN, cut
// after 60 code points.
std::string Quote(std::string_view text);

}  // namespace sinter

#endif  // SINTER_COMPILER_SPEC_DIAGNOSTICS_H_
