#include "runtime/program/suggestion.h"

#include <fmt/format.h>

#include <algorithm>

#include "runtime/program/edit_distance.h"

namespace sinter::runtime {
namespace {

// A longer word is no slip of the fingers, and not worth the time.
constexpr size_t kLongestWord = 40;

}  // namespace

std::string Suggestion(std::string_view word,
                       const std::vector<std::string>& candidates) {
  if (word.size() > kLongestWord) return "";
  const std::string* best = nullptr;
  size_t least = std::max<size_t>(1, word.size() / 3) + 1;
  for (const std::string& candidate : candidates) {
    const size_t distance =
        IsBeginning(word, candidate) ? 1 : EditDistance(word, candidate);
    if (distance >= least) continue;
    least = distance;
    best = &candidate;
  }
  return best == nullptr ? "" : fmt::format("; did you mean '{}'?", *best);
}

}  // namespace sinter::runtime
