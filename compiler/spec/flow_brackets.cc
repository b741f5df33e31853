#include "compiler/spec/flow_brackets.h"

#include <algorithm>
#include <vector>

namespace sinter {
namespace {

class BracketFinder {
 public:
  explicit BracketFinder(std::string_view text) : text_(text) {}

  std::optional<size_t> Find() {
    for (position_ = 0; position_ < text_.size(); ++position_) {
      const char c = text_[position_];
      if (c == '#' && FollowsBlank()) {
        position_ = std::min(text_.find('\n', position_), text_.size());
      } else if ((c == '"' || c == '\'') && BeginsToken()) {
        SkipQuoted(c);
      } else if ((c == '{' || c == '[') && BeginsToken()) {
        open_.push_back(position_);
      } else if ((c == '}' || c == ']') && !open_.empty()) {
        const char opening = text_[open_.back()];
        if (opening != (c == '}' ? '{' : '[')) return open_.back();
        open_.pop_back();
      }
    }
    if (open_.empty()) return std::nullopt;
    return open_.back();
  }

 private:
  bool FollowsBlank() const {
    return position_ == 0 || IsBlank(text_[position_ - 1]);
  }

  // Elsewhere quotes and brackets are letters of a plain scalar.
  bool BeginsToken() const {
    if (FollowsBlank()) return true;
    constexpr std::string_view kBeforeTokens = "[{,:";
    return !open_.empty() &&
           kBeforeTokens.find(text_[position_ - 1]) != std::string_view::npos;
  }

  static bool IsBlank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }

  // To the closing quote. In single quotes a quote is doubled, in double quotes
  // it follows a backslash.
  void SkipQuoted(char quote) {
    for (++position_; position_ < text_.size(); ++position_) {
      const bool doubled = quote == '\'' && text_.substr(position_, 2) == "''";
      const bool escape = quote == '"' && text_[position_] == '\\';
      if (doubled || escape) {
        ++position_;
      } else if (text_[position_] == quote) {
        return;
      }
    }
  }

  std::string_view text_;
  size_t position_ = 0;
  std::vector<size_t> open_;
};

}  // namespace

std::optional<size_t> FindUnclosedBracket(std::string_view text) {
  return BracketFinder(text).Find();
}

}  // namespace sinter
