#include "tests/differential/shared_kernels.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <set>
#include <vector>

#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringRef.h"

namespace sinter::differential {
namespace {

// A source is its headers and what is for one target: names of the runtime's
// kernels, constants, the program's kernels, the steps.
constexpr llvm::StringLiteral kTargetBegin = "HWY_BEFORE_NAMESPACE();\n";

struct Kernel {
  llvm::StringRef name;
  llvm::StringRef text;
};

// A source, cut up.
struct Pieces {
  llvm::StringRef prelude;  // between the headers and the kernels
  std::vector<Kernel> kernels;
  std::vector<llvm::StringRef> between;  // before each kernel, and the rest
};

// "struct DenseForward_Matmul {" -> the name; else empty.
llvm::StringRef KernelName(llvm::StringRef line) {
  return line.consume_front("struct ") && line.consume_back(" {")
             ? line
             : llvm::StringRef();
}

bool IsCommentOrEmpty(llvm::StringRef line) {
  return line.empty() || line.starts_with("//");
}

// Nothing if there are no kernels. The list of kernels ends before what is
// neither a kernel nor a comment.
std::optional<Pieces> CutUp(llvm::StringRef source) {
  const size_t target = source.find(kTargetBegin);
  if (target == llvm::StringRef::npos) return std::nullopt;
  Pieces pieces;
  size_t begin = 0;  // of what is not in a piece yet
  size_t code_end = target;
  llvm::StringRef before;
  for (size_t at = target; at < source.size();) {
    const size_t end = std::min(source.find('\n', at), source.size() - 1) + 1;
    const llvm::StringRef line = source.slice(at, end).rtrim('\n');
    const llvm::StringRef name = KernelName(line);
    size_t next = end;
    if (!name.empty() && !before.starts_with("template")) {
      const size_t last_line = source.find("\n};\n", at);
      if (last_line == llvm::StringRef::npos) return std::nullopt;
      next = last_line + 4;
      if (pieces.kernels.empty())
        pieces.prelude = source.slice(target, code_end);
      pieces.between.push_back(source.slice(begin, at));
      pieces.kernels.push_back({name, source.slice(at, next)});
      begin = next;
    } else if (!IsCommentOrEmpty(line)) {
      if (!pieces.kernels.empty()) break;
      code_end = end;
    }
    before = line;
    at = next;
  }
  if (pieces.kernels.empty()) return std::nullopt;
  pieces.between.push_back(source.substr(begin));
  return pieces;
}

std::string ReplaceAll(llvm::StringRef text, const std::string& what,
                       llvm::StringRef by) {
  llvm::SmallVector<llvm::StringRef> parts;
  text.split(parts, what);
  return llvm::join(parts, by);
}

bool IsIdentifierCharacter(char c) { return c == '_' || llvm::isAlnum(c); }

bool MentionsOneOf(llvm::StringRef text,
                   const std::set<llvm::StringRef>& names) {
  while (!text.empty()) {
    const llvm::StringRef word = text.take_while(IsIdentifierCharacter);
    if (names.count(word) > 0) return true;
    text = text.substr(std::max<size_t>(word.size(), 1));
  }
  return false;
}

}  // namespace

std::string SharedKernels::Share(const std::string& name,
                                 const std::string& source) {
  const std::optional<Pieces> pieces = CutUp(source);
  if (!pieces) return source;
  const std::string prelude = ReplaceAll(pieces->prelude, name, "NAME");
  const size_t prelude_index =
      preludes_.try_emplace(prelude, preludes_.size()).first->second;
  // What a shared kernel may not depend on.
  std::set<llvm::StringRef> own;
  for (const Kernel& kernel : pieces->kernels) own.insert(kernel.name);

  std::string shared;
  for (size_t i = 0; i < pieces->kernels.size(); ++i) {
    const Kernel& kernel = pieces->kernels[i];
    shared += pieces->between[i];
    const llvm::StringRef body =
        kernel.text.drop_until([](char c) { return c == '{'; });
    const auto key = std::make_pair(prelude_index, kernel.text.str());
    const auto owner = owners_.find(key);
    if (owner != owners_.end()) {
      shared += "using " + owner->second +
                "::HWY_NAMESPACE::" + kernel.name.str() + ";\n";
      continue;
    }
    if (!MentionsOneOf(body, own)) owners_.emplace(key, name);
    shared += kernel.text;
  }
  return shared + pieces->between.back().str();
}

}  // namespace sinter::differential
