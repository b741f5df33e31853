// Builds C++ text line by line, indented as Google's style has it.
#ifndef SINTER_COMPILER_CODEGEN_CODE_WRITER_H_
#define SINTER_COMPILER_CODEGEN_CODE_WRITER_H_

#include <string>

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/ADT/Twine.h"

namespace sinter {

class CodeWriter {
 public:
  // One line; an empty one has no trailing spaces.
  void Line(const llvm::Twine& text = "");

  // A line with a comment behind it. The comments of lines that follow each
  // other are aligned when the next other line is written.
  void LineWithComment(const llvm::Twine& text, const llvm::Twine& comment);

  // A line at the left margin: preprocessor directives, labels.
  void Margin(const llvm::Twine& text);

  // `text` as a // comment, broken between words at 80 columns.
  void Comment(const llvm::Twine& text);

  // `head {`, and what follows is indented until Close.
  void Open(const llvm::Twine& head);
  void Close(const llvm::Twine& tail = "");

  // Text that is complete lines already, at its own indentation.
  void Append(llvm::StringRef lines);

  void Indent() { indent_ += 2; }
  void Unindent() { indent_ -= 2; }

  // Everything written; nothing may be written after it.
  std::string Take();

 private:
  struct CommentedLine {
    std::string text;
    std::string comment;
  };
  void FlushComments();

  llvm::SmallVector<CommentedLine> commented_;
  std::string text_;
  unsigned indent_ = 0;
};

}  // namespace sinter

#endif  // SINTER_COMPILER_CODEGEN_CODE_WRITER_H_
