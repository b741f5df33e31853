#include "compiler/spec/named_checker.h"

#include "compiler/spec/suggestion.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"

namespace sinter {
namespace {

// "{digit: ..., parity: ...}"
std::string AsMap(const std::vector<std::string>& names) {
  return "{" + llvm::join(names, ": ..., ") + ": ...}";
}

}  // namespace

bool NamedChecker::CheckNames(const std::vector<std::string>& names,
                              const YamlNode& node,
                              const std::vector<std::string>& given) {
  if (given.size() == 1 && given.front().empty()) {
    if (names.size() == 1) return true;
    diagnostics_.Error(node.span, "several-values",
                       llvm::formatv("the model has {0} {1}s, and each has a "
                                     "{2} of its own",
                                     names.size(), noun_, what_),
                       "write " + AsMap(names));
    return false;
  }
  bool sound = true;
  const std::vector<std::string_view> known(names.begin(), names.end());
  for (const auto& [key, value] : node.entries) {
    if (llvm::is_contained(names, key->text)) continue;
    diagnostics_.Error(
        key->span, "unknown-name",
        llvm::formatv("unknown {0} {1}", noun_, Quote(key->text)),
        SuggestName(key->text, known));
    sound = false;
  }
  for (const std::string& name : names) {
    if (llvm::is_contained(given, name)) continue;
    diagnostics_.Error(
        node.span, "missing-key",
        llvm::formatv("missing {0} for {1} {2}", what_, noun_, Quote(name)));
    sound = false;
  }
  return sound;
}

}  // namespace sinter
