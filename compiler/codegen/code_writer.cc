#include "compiler/codegen/code_writer.h"

#include <algorithm>

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"

namespace sinter {
namespace {

constexpr size_t kColumns = 80;

}  // namespace

void CodeWriter::Line(const llvm::Twine& text) {
  const std::string line = text.str();
  FlushComments();
  if (!line.empty()) text_.append(indent_, ' ');
  text_ += line;
  text_ += '\n';
}

void CodeWriter::LineWithComment(const llvm::Twine& text,
                                 const llvm::Twine& comment) {
  commented_.push_back({std::string(indent_, ' ') + text.str(), comment.str()});
}

void CodeWriter::FlushComments() {
  size_t width = 0;
  for (const CommentedLine& line : commented_)
    width = std::max(width, line.text.size());
  for (const CommentedLine& line : commented_)
    text_ += line.text + std::string(width - line.text.size(), ' ') + "  // " +
             line.comment + "\n";
  commented_.clear();
}

void CodeWriter::Append(llvm::StringRef lines) {
  FlushComments();
  text_.append(lines);
}

std::string CodeWriter::Take() {
  FlushComments();
  return std::move(text_);
}

void CodeWriter::Margin(const llvm::Twine& text) {
  FlushComments();
  text_ += (text + "\n").str();
}

void CodeWriter::Comment(const llvm::Twine& text) {
  const std::string whole = text.str();
  llvm::SmallVector<llvm::StringRef> words;
  llvm::StringRef(whole).split(words, ' ', -1, /*KeepEmpty=*/false);
  std::string line = "//";
  for (llvm::StringRef word : words) {
    if (line.size() > 2 && indent_ + line.size() + 1 + word.size() > kColumns) {
      Line(line);
      line = "//";
    }
    line += (" " + word).str();
  }
  Line(line);
}

void CodeWriter::Open(const llvm::Twine& head) {
  Line(head + " {");
  Indent();
}

void CodeWriter::Close(const llvm::Twine& tail) {
  Unindent();
  Line("}" + tail);
}

}  // namespace sinter
