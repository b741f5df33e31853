#include "compiler/spec/scalar_reader.h"

#include <algorithm>
#include <cmath>

#include "compiler/spec/keras_words.h"
#include "compiler/spec/limits.h"
#include "compiler/spec/numbers.h"
#include "compiler/spec/suggestion.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"

namespace sinter {
namespace {

constexpr std::string_view kRemoveQuotes = "remove the quotes";

// What the words for true and false of YAML 1.1 mean, or "" for any other word.
std::string_view MeantBoolean(std::string_view word) {
  const std::string lower = llvm::StringRef(word).lower();
  for (std::string_view yes : {"true", "yes", "on", "y", "1"}) {
    if (lower == yes) return "true";
  }
  for (std::string_view no : {"false", "no", "off", "n", "0"}) {
    if (lower == no) return "false";
  }
  return "";
}

std::string HintForNumber(const YamlNode& node, NumberError error) {
  if (node.quoted && ParseReal(node.text).error == NumberError::kNone) {
    return std::string(kRemoveQuotes);
  }
  if (error == NumberError::kLeadingZero) {
    return "write it without the leading zero";
  }
  return "";
}

// What to write in place of a word that is none of `names`.
std::string HintForChoice(std::string_view noun, std::string_view word,
                          std::span<const std::string_view> names) {
  const KerasWord* keras = FindKerasWord(noun, word);
  std::string hint = keras != nullptr
                         ? std::string(keras->instead)
                         : SuggestName(word, {names.begin(), names.end()});
  if (!hint.empty()) return hint;
  return (keras != nullptr ? "not supported yet; " : "") +
         std::string(names.size() == 1 ? "write " : "one of ") +
         llvm::join(names, ", ");
}

bool RoundsOutOfRange(const Range& range, double value) {
  return !range.Contains(static_cast<float>(value));
}

}  // namespace

std::string Describe(const YamlNode& node) {
  switch (node.kind) {
    case YamlNode::Kind::kNull:
      return "null";
    case YamlNode::Kind::kSequence:
      return "a list";
    case YamlNode::Kind::kMap:
      return "a map";
    case YamlNode::Kind::kScalar:
      break;
  }
  return node.quoted ? "the string " + Quote(node.text) : Quote(node.text);
}

bool ScalarReader::WrongType(const YamlNode& node, std::string_view subject,
                             std::string_view wanted, std::string hint) {
  diagnostics_.Error(node.span, "wrong-type",
                     llvm::formatv("{0} must be {1}, not {2}", subject, wanted,
                                   Describe(node)),
                     std::move(hint));
  return false;
}

bool ScalarReader::OutOfRange(const YamlNode& node, std::string_view subject,
                              std::string_view wanted) {
  diagnostics_.Error(node.span, "out-of-range",
                     llvm::formatv("{0} must be {1}, not {2}", subject, wanted,
                                   Quote(node.text)));
  return false;
}

bool ScalarReader::ReadInteger(const YamlNode& node, std::string_view subject,
                               const Range& range, int64_t& value) {
  const ParsedNumber<int64_t> number = ParseInteger(node.text);
  const bool is_number = number.error == NumberError::kNone ||
                         number.error == NumberError::kNotRepresentable;
  if (!node.IsScalar() || node.quoted || !is_number) {
    return WrongType(node, subject, "an integer",
                     HintForNumber(node, number.error));
  }
  if (number.error == NumberError::kNotRepresentable ||
      !range.Contains(static_cast<double>(number.value))) {
    return OutOfRange(node, subject, range.Text());
  }
  value = number.value;
  return true;
}

bool ScalarReader::ReadReal(const YamlNode& node, std::string_view subject,
                            const Range& range, double& value) {
  const ParsedNumber<double> number = ParseReal(node.text);
  const bool is_number = number.error != NumberError::kNotANumber &&
                         number.error != NumberError::kLeadingZero;
  if (!node.IsScalar() || node.quoted || !is_number) {
    return WrongType(node, subject, "a number",
                     HintForNumber(node, number.error));
  }
  if (number.error == NumberError::kNotFinite) {
    return OutOfRange(node, subject, "finite");
  }
  if (number.error == NumberError::kDivisionByZero) {
    return OutOfRange(node, subject, "a fraction with a divisor other than 0");
  }
  const auto rounded = static_cast<float>(number.value);
  const bool lost = !std::isfinite(rounded) ||
                    (number.value != 0 &&
                     std::abs(rounded) < std::numeric_limits<float>::min());
  if (number.error == NumberError::kNotRepresentable || lost) {
    return OutOfRange(node, subject, "a normal number of float32");
  }
  if (!range.Contains(number.value) || RoundsOutOfRange(range, number.value)) {
    return OutOfRange(node, subject, range.Text());
  }
  value = number.value;
  return true;
}

bool ScalarReader::ReadBoolean(const YamlNode& node, std::string_view subject,
                               bool& value) {
  const bool is_boolean = node.IsScalar() && !node.quoted &&
                          (node.text == "true" || node.text == "false");
  if (is_boolean) {
    value = node.text == "true";
    return true;
  }
  const std::string_view meant = node.IsScalar() ? MeantBoolean(node.text) : "";
  return WrongType(node, subject, "true or false",
                   meant.empty() ? "" : "write " + std::string(meant));
}

bool ScalarReader::ReadText(const YamlNode& node, std::string_view subject,
                            std::string& value) {
  if (!node.IsScalar()) return WrongType(node, subject, "a string");
  value = node.text;
  return true;
}

bool ScalarReader::ReadChoice(const YamlNode& node, std::string_view noun,
                              std::span<const std::string_view> names,
                              size_t& index) {
  if (!node.IsScalar()) return WrongType(node, noun, "a name");
  const auto found = std::ranges::find(names, node.text);
  index = static_cast<size_t>(found - names.begin());
  if (found != names.end()) return true;
  diagnostics_.Error(node.span, "unknown-name",
                     llvm::formatv("unknown {0} {1}", noun, Quote(node.text)),
                     HintForChoice(noun, node.text, names));
  return false;
}

bool ScalarReader::ReadDimension(const YamlNode& node, std::string_view subject,
                                 bool may_infer, int64_t& value) {
  if (may_infer && node.IsScalar() && !node.quoted && node.text == "-1") {
    value = -1;
    return true;
  }
  return ReadInteger(node, subject, {.low = 1, .high = double(kMostElements)},
                     value);
}

bool ScalarReader::ReadPair(const YamlNode& node, std::string_view subject,
                            const Range& range, std::array<int64_t, 2>& sizes) {
  if (node.IsScalar()) {
    if (!ReadInteger(node, subject, range, sizes[0])) return false;
    sizes[1] = sizes[0];
    return true;
  }
  if (!node.IsSequence() || node.items.size() != 2) {
    return WrongType(node, subject, "an integer or a list of two", "");
  }
  const bool rows = ReadInteger(*node.items[0], subject, range, sizes[0]);
  return ReadInteger(*node.items[1], subject, range, sizes[1]) && rows;
}

bool ScalarReader::ReadBorders(const YamlNode& node, std::string_view subject,
                               const Range& range,
                               std::array<std::array<int64_t, 2>, 2>& sizes) {
  if (node.IsScalar()) {
    if (!ReadPair(node, subject, range, sizes[0])) return false;
    sizes[1] = sizes[0];
    return true;
  }
  if (!node.IsSequence() || node.items.size() != 2) {
    return WrongType(node, subject,
                     "an integer, a list of two, or one of two lists of two",
                     "");
  }
  const bool rows = ReadPair(*node.items[0], subject, range, sizes[0]);
  return ReadPair(*node.items[1], subject, range, sizes[1]) && rows;
}

bool ScalarReader::ReadInterval(const YamlNode& node, std::string_view subject,
                                const Range& range, Interval& interval) {
  double first = 0, second = 0;
  if (node.IsScalar()) {
    if (!ReadReal(node, subject, range, first)) return false;
    second = -first;
  } else if (node.IsSequence() && node.items.size() == 2) {
    const bool sound = ReadReal(*node.items[0], subject, range, first);
    if (!ReadReal(*node.items[1], subject, range, second) || !sound)
      return false;
  } else {
    return WrongType(node, subject, "a number or a list of two", "");
  }
  interval = {std::min(first, second), std::max(first, second)};
  return true;
}

bool ScalarReader::ReadShape(const YamlNode& node, std::string_view subject,
                             bool may_infer, std::vector<int64_t>& dimensions) {
  if (!node.IsSequence()) {
    const bool is_number =
        node.IsScalar() && ParseInteger(node.text).error == NumberError::kNone;
    return WrongType(node, subject, "a list of integers",
                     is_number ? "write [" + node.text + "]" : "");
  }
  if (node.items.empty() || node.items.size() > kMostDimensions) {
    diagnostics_.Error(
        node.span, "out-of-range",
        llvm::formatv("{0} must have from 1 to {1} dimensions, not {2}",
                      subject, kMostDimensions, node.items.size()));
    return false;
  }
  const std::string dimension = "a dimension of " + std::string(subject);
  bool sound = true;
  for (const YamlNode* item : node.items) {
    sound &=
        ReadDimension(*item, dimension, may_infer, dimensions.emplace_back());
  }
  if (sound && std::ranges::count(dimensions, -1) > 1) {
    diagnostics_.Error(node.span, "out-of-range",
                       llvm::formatv("{0} may have only one -1", subject));
    return false;
  }
  return sound;
}

}  // namespace sinter
