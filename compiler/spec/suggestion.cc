#include "compiler/spec/suggestion.h"

#include <algorithm>
#include <cstddef>

#include "llvm/ADT/StringExtras.h"
#include "runtime/program/edit_distance.h"

namespace sinter {
namespace {

// A longer word is no slip of the fingers, and not worth the time.
constexpr size_t kLongestWord = 60;

// Of words in small letters.
size_t HowFar(std::string_view word, std::string_view candidate) {
  const std::string squeezed = Squeeze(word);
  if (!squeezed.empty() && squeezed == Squeeze(candidate)) return 0;
  return runtime::IsBeginning(word, candidate)
             ? 1
             : runtime::EditDistance(word, candidate);
}

}  // namespace

std::string Squeeze(std::string_view word) {
  std::string squeezed;
  for (char c : word) {
    if (c != '_' && c != '-' && c != ' ') squeezed += llvm::toLower(c);
  }
  return squeezed;
}

std::string SuggestName(std::string_view word,
                        const std::vector<std::string_view>& candidates) {
  if (word.size() > kLongestWord) return "";
  const std::string lower = llvm::StringRef(word).lower();
  // A third of the letters may differ: more and the suggestion would be a
  // guess.
  size_t least = std::max<size_t>(1, word.size() / 3) + 1;
  std::string_view best;
  for (std::string_view candidate : candidates) {
    const size_t distance = HowFar(lower, llvm::StringRef(candidate).lower());
    if (distance >= least || distance >= candidate.size()) continue;
    least = distance;
    best = candidate;
  }
  return best.empty() ? "" : "did you mean '" + std::string(best) + "'?";
}

}  // namespace sinter
