#include "compiler/spec/yaml_tree.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <map>
#include <sstream>
#include <utility>

#include "compiler/spec/flow_brackets.h"
#include "compiler/spec/utf8.h"

namespace sinter {
namespace {

// Leaves yaml-cpp's parser from inside an event; never leaves this file.
struct Mistake {
  SourceSpan span;
  const char* slug;
  std::string message;
  std::string hint = "";
};

void Report(const Mistake& mistake, Diagnostics& diagnostics) {
  diagnostics.Error(mistake.span, mistake.slug, mistake.message, mistake.hint);
}

// Turns yaml-cpp's marks, which count bytes, into spans, which count code
// points.
class Places {
 public:
  explicit Places(const std::string& text) : text_(text) {}

  SourceSpan At(const YAML::Mark& mark) {
    if (mark.is_null()) return {{1, 1}, 1};
    const auto line = static_cast<unsigned>(mark.line + 1);
    const size_t position =
        std::min(static_cast<size_t>(mark.pos), text_.size());
    // Counting on from the last mark keeps a long line from taking quadratic
    // time.
    if (line != line_ || position < position_) {
      line_ = line;
      position_ =
          position - std::min(position, static_cast<size_t>(mark.column));
      column_ = 1;
    }
    column_ += CountCodePoints(View(position_, position - position_));
    position_ = position;
    return {{line, static_cast<unsigned>(column_)}, 1};
  }

  SourceSpan OfScalar(const YAML::Mark& mark, const std::string& value) {
    SourceSpan span = At(mark);
    size_t bytes = View(position_, value.size()) == value ? value.size() : 0;
    if (IsQuoted(position_)) {
      bytes = QuotedBytes(position_);
      // yaml-cpp takes the end of the file for the closing quote.
      if (bytes == 0) {
        throw Mistake{span, "yaml-syntax", "this quote is never closed"};
      }
    }
    const std::string_view text = View(position_, bytes);
    span.length = CountCodePoints(text.substr(0, text.find('\n')));
    return span;
  }

 private:
  std::string_view View(size_t position, size_t size) const {
    return std::string_view(text_).substr(position, size);
  }

  bool IsQuoted(size_t position) const {
    const std::string_view first = View(position, 1);
    return first == "\"" || first == "'";
  }

  // Bytes of the quoted scalar at `position` with its quotes; 0 if it is never
  // closed. In single quotes a quote is doubled, in double quotes it follows a
  // backslash.
  size_t QuotedBytes(size_t position) const {
    const char quote = text_[position];
    for (size_t i = position + 1; i < text_.size(); ++i) {
      if (quote == '"' && text_[i] == '\\') {
        ++i;
      } else if (text_[i] == quote) {
        if (quote == '"' || View(i + 1, 1) != "'") return i + 1 - position;
        ++i;
      }
    }
    return 0;
  }

  const std::string& text_;
  // The last mark, in bytes from the start of the text and as line and column.
  size_t position_ = 0;
  unsigned line_ = 1;
  size_t column_ = 1;
};

class TreeBuilder : public YAML::EventHandler {
 public:
  TreeBuilder(Places& places, YamlDocument& document)
      : places_(places), document_(document) {}

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (document_.root != nullptr) {
      throw Mistake{places_.At(mark), "several-documents",
                    "a second document; a spec is one document"};
    }
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    SourceSpan span = places_.At(mark);
    // A value left out has the place of whatever follows it.
    const YamlNode* key = open_.empty() ? nullptr : open_.back().key;
    if (key != nullptr && key->span.location.line != span.location.line) {
      span = key->span;
    }
    Attach(NewNode(YamlNode::Kind::kNull, span, anchor));
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag,
                YAML::anchor_t anchor, const std::string& value) override {
    RefuseTag(mark, tag);
    YamlNode* node =
        NewNode(YamlNode::Kind::kScalar, places_.OfScalar(mark, value), anchor);
    node->text = value;
    node->quoted = tag == "!";  // yaml-cpp's mark of a scalar that is not plain
    Attach(node);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const YamlNode* target = anchors_.at(anchor);
    const bool still_open =
        std::any_of(open_.begin(), open_.end(),
                    [&](const Open& open) { return open.node == target; });
    if (still_open) {
      throw Mistake{places_.At(mark), "alias-cycle",
                    "this alias stands for a node that contains it"};
    }
    if (open_.size() + target->height > kDeepestNesting) {
      ThrowTooDeep(places_.At(mark));
    }
    Attach(target);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag,
                       YAML::anchor_t anchor,
                       YAML::EmitterStyle::value /*style*/) override {
    RefuseTag(mark, tag);
    Begin(NewNode(YamlNode::Kind::kSequence, places_.At(mark), anchor));
  }
  void OnSequenceEnd() override { End(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag,
                  YAML::anchor_t anchor,
                  YAML::EmitterStyle::value /*style*/) override {
    RefuseTag(mark, tag);
    Begin(NewNode(YamlNode::Kind::kMap, places_.At(mark), anchor));
  }
  void OnMapEnd() override { End(); }

 private:
  // A sequence or map whose end is still to come.
  struct Open {
    YamlNode* node;
    const YamlNode* key = nullptr;  // read, its value still to come
  };

  void RefuseTag(const YAML::Mark& mark, const std::string& tag) {
    if (tag.empty() || tag == "?" || tag == "!") return;
    throw Mistake{places_.At(mark), "tag",
                  "tags have no meaning in a spec: " + Quote(tag)};
  }

  [[noreturn]] static void ThrowTooDeep(const SourceSpan& span) {
    throw Mistake{
        span, "too-deep",
        "nesting deeper than " + std::to_string(kDeepestNesting) + " levels"};
  }

  YamlNode* NewNode(YamlNode::Kind kind, const SourceSpan& span,
                    YAML::anchor_t anchor) {
    if (open_.size() >= kDeepestNesting) ThrowTooDeep(span);
    YamlNode& node = document_.nodes.emplace_back();
    node.kind = kind;
    node.span = span;
    if (anchor != YAML::NullAnchor) anchors_[anchor] = &node;
    return &node;
  }

  void Begin(YamlNode* node) { open_.push_back({node}); }

  void End() {
    const YamlNode* node = open_.back().node;
    open_.pop_back();
    Attach(node);
  }

  // Hands a finished node to the innermost open one.
  void Attach(const YamlNode* child) {
    if (open_.empty()) {
      document_.root = child;
      return;
    }
    Open& parent = open_.back();
    AddSize(*parent.node, *child);
    if (parent.node->IsSequence()) {
      parent.node->items.push_back(child);
    } else if (parent.key == nullptr) {
      parent.key = child;
    } else {
      parent.node->entries.push_back(
          {std::exchange(parent.key, nullptr), child});
    }
  }

  static void AddSize(YamlNode& parent, const YamlNode& child) {
    parent.size += child.size;
    parent.height = std::max(parent.height, child.height + 1);
    if (parent.size <= kMostYamlNodes) return;
    throw Mistake{
        parent.span, "too-many-nodes",
        "more than " + std::to_string(kMostYamlNodes) + " YAML nodes"};
  }

  Places& places_;
  YamlDocument& document_;
  std::vector<Open> open_;
  std::map<YAML::anchor_t, const YamlNode*> anchors_;
};

// The tab that indents the line of `place`; nothing if blanks do.
std::optional<size_t> FindIndentingTab(std::string_view text,
                                       const SourceSpan& place) {
  size_t start = 0;
  for (unsigned line = 1; line < place.location.line; ++line) {
    start = text.find('\n', start) + 1;
    if (start == 0) return std::nullopt;
  }
  const size_t first = text.find_first_not_of(' ', start);
  if (first == std::string_view::npos || text[first] != '\t') {
    return std::nullopt;
  }
  return first;
}

// What the parser stumbled over at `place`, named where it is and not where the
// parser notices.
Mistake ExplainSyntax(std::string_view text, const SourceSpan& place,
                      const std::string& message) {
  if (const std::optional<size_t> tab = FindIndentingTab(text, place)) {
    return {SpanOfByte(text, *tab), "yaml-syntax",
            "a tab indents this line; YAML forbids tabs there", "write blanks"};
  }
  if (const std::optional<size_t> bracket = FindUnclosedBracket(text)) {
    return {SpanOfByte(text, *bracket), "yaml-syntax",
            "this " + Quote(text.substr(*bracket, 1)) + " is never closed", ""};
  }
  return {place, "yaml-syntax", message, ""};
}

// yaml-cpp's scanner reads ahead of its parser to the end of a run of open
// brackets, at 250 bytes of memory each.
bool HasTooManyBrackets(std::string_view text) {
  const auto is_bracket = [](char c) { return c == '[' || c == '{'; };
  return static_cast<size_t>(std::count_if(text.begin(), text.end(),
                                           is_bracket)) > kMostYamlNodes;
}

}  // namespace

const YamlNode* YamlNode::Find(std::string_view key) const {
  for (const Entry& entry : entries) {
    if (entry.key->IsScalar() && entry.key->text == key) return entry.value;
  }
  return nullptr;
}

std::optional<YamlDocument> ParseYaml(const std::string& text,
                                      Diagnostics& diagnostics) {
  if (HasTooManyBrackets(text)) {
    diagnostics.ErrorInText(
        "too-many-nodes",
        "more than " + std::to_string(kMostYamlNodes) + " brackets");
    return std::nullopt;
  }
  Places places(text);
  YamlDocument document;
  try {
    std::istringstream stream(text);
    YAML::Parser parser(stream);
    TreeBuilder builder(places, document);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const Mistake& mistake) {
    Report(mistake, diagnostics);
    return std::nullopt;
  } catch (const YAML::Exception& error) {
    Report(ExplainSyntax(text, places.At(error.mark), error.msg), diagnostics);
    return std::nullopt;
  }
  if (document.root == nullptr) {
    diagnostics.ErrorInText("empty", "the spec is empty");
    return std::nullopt;
  }
  return document;
}

}  // namespace sinter
