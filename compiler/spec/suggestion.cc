#include "compiler/spec/suggestion.h"

#include <algorithm>
#include <cstddef>

#include "llvm/ADT/StringExtras.h"

namespace sinter {
namespace {

// A longer word is no slip of the fingers, and not worth the time.
constexpr size_t kLongestWord = 60;

// Of the two words' letters: how many to change, add, remove or exchange with
// their neighbours (the optimal string alignment distance).
size_t Distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<size_t>> d(a.size() + 1,
                                     std::vector<size_t>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); ++i) {
    for (size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        d[i][j] = i + j;
        continue;
      }
      const bool same = a[i - 1] == b[j - 1];
      d[i][j] = std::min(
          {d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (same ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
      }
    }
  }
  return d[a.size()][b.size()];
}

// Three letters are the least that say what was meant.
bool IsBeginning(std::string_view word, std::string_view candidate) {
  return word.size() >= 3 && candidate.starts_with(word);
}

// Of words in small letters.
size_t HowFar(std::string_view word, std::string_view candidate) {
  const std::string squeezed = Squeeze(word);
  if (!squeezed.empty() && squeezed == Squeeze(candidate)) return 0;
  return IsBeginning(word, candidate) ? 1 : Distance(word, candidate);
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
