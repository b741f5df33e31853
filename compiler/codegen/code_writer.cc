#include "compiler/codegen/code_writer.h"

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"

namespace sinter {
namespace {

constexpr size_t kColumns = 80;

}  // namespace

void CodeWriter::Line(const llvm::Twine& text) {
  const std::string line = text.str();
  if (!line.empty()) text_.append(indent_, ' ');
  text_ += line;
  text_ += '\n';
}

void CodeWriter::Margin(const llvm::Twine& text) {
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
