#include "runtime/data/npy_dictionary.h"

#include <fmt/format.h>

#include <charconv>
#include <system_error>
#include <utility>

namespace sinter::runtime {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Each Read function stands before what it reads, stops behind it, and returns
// false after an error.
class NpyDictionaryParser {
 public:
  NpyDictionaryParser(std::string_view text, NpyDictionary& dictionary)
      : text_(text), dictionary_(dictionary) {}

  std::string Parse() {
    if (ReadDictionary() && CheckComplete()) return "";
    return std::move(error_);
  }

 private:
  bool ReadDictionary() {
    if (!Expect('{')) return false;
    while (!Take('}')) {
      if (!ReadPair()) return false;
      if (!Take(',') && !IsNext('}')) return Fail("expected ',' or '}'");
    }
    SkipBlanks();
    return place_ == text_.size() || Fail("text follows the dictionary");
  }

  bool ReadPair() {
    std::string key;
    if (!ReadString(key) || !Expect(':')) return false;
    if (key == "descr") return IsFirst(dictionary_.descr, key) && ReadDescr();
    if (key == "fortran_order") {
      return IsFirst(dictionary_.fortran_order, key) && ReadFortranOrder();
    }
    if (key == "shape") return IsFirst(dictionary_.shape, key) && ReadShape();
    return Fail(fmt::format("unknown key '{}'", key));
  }

  template <typename T>
  bool IsFirst(const std::optional<T>& value, const std::string& key) {
    return !value || Fail(fmt::format("'{}' comes twice", key));
  }

  bool ReadDescr() {
    if (IsNext('[')) return Fail("records are not supported");
    return ReadString(dictionary_.descr.emplace());
  }

  bool ReadFortranOrder() {
    if (TakeWord("True")) {
      dictionary_.fortran_order = true;
    } else if (TakeWord("False")) {
      dictionary_.fortran_order = false;
    } else {
      return Fail("expected True or False");
    }
    return true;
  }

  bool ReadShape() {
    std::vector<uint32_t>& shape = dictionary_.shape.emplace();
    if (!Expect('(')) return false;
    while (!Take(')')) {
      if (!ReadDimension(shape)) return false;
      if (Take(',')) continue;
      // (3) is a number, (3,) a tuple.
      if (shape.size() == 1) return Fail("expected ','");
      if (!IsNext(')')) return Fail("expected ',' or ')'");
    }
    return true;
  }

  bool ReadDimension(std::vector<uint32_t>& shape) {
    SkipBlanks();
    size_t end = place_;
    while (end < text_.size() && IsDigit(text_[end])) ++end;
    const std::string_view digits = text_.substr(place_, end - place_);
    if (digits.empty()) return Fail("expected a number");
    if (digits[0] == '0' && digits.size() > 1) return Fail("a leading zero");
    if (shape.size() == kMostNpyRank) {
      return Fail(fmt::format("more than {} dimensions", kMostNpyRank));
    }
    const auto result = std::from_chars(
        digits.data(), digits.data() + digits.size(), shape.emplace_back());
    if (result.ec != std::errc()) {
      return Fail(fmt::format("a dimension of more than {}", UINT32_MAX));
    }
    place_ = end;
    return true;
  }

  bool ReadString(std::string& out) {
    SkipBlanks();
    if (!IsNext('\'') && !IsNext('"')) return Fail("expected a text in quotes");
    const size_t end = text_.find(text_[place_], place_ + 1);
    if (end == std::string_view::npos) return Fail("the quote is not closed");
    out = text_.substr(place_ + 1, end - place_ - 1);
    if (out.find('\\') != std::string::npos) return Fail("a text with escapes");
    place_ = end + 1;
    return true;
  }

  bool CheckComplete() {
    if (!dictionary_.descr) return Fail("there is no 'descr'");
    if (!dictionary_.fortran_order) return Fail("there is no 'fortran_order'");
    return dictionary_.shape.has_value() || Fail("there is no 'shape'");
  }

  void SkipBlanks() {
    while (place_ < text_.size() &&
           (text_[place_] == ' ' || text_[place_] == '\n')) {
      ++place_;
    }
  }

  bool IsNext(char c) {
    SkipBlanks();
    return place_ < text_.size() && text_[place_] == c;
  }

  bool Take(char c) {
    if (!IsNext(c)) return false;
    ++place_;
    return true;
  }

  bool TakeWord(std::string_view word) {
    SkipBlanks();
    if (!text_.substr(place_).starts_with(word)) return false;
    place_ += word.size();
    return true;
  }

  bool Expect(char c) {
    return Take(c) || Fail(fmt::format("expected '{}'", c));
  }

  bool Fail(const std::string& reason) {
    error_ = fmt::format("NPY header, byte {}: {}", place_ + 1, reason);
    return false;
  }

  std::string_view text_;
  NpyDictionary& dictionary_;
  size_t place_ = 0;
  std::string error_;
};

}  // namespace

std::string ParseNpyDictionary(std::string_view text,
                               NpyDictionary& dictionary) {
  return NpyDictionaryParser(text, dictionary).Parse();
}

}  // namespace sinter::runtime
