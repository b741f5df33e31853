// How far two words are from each other.
#ifndef SINTER_RUNTIME_PROGRAM_EDIT_DISTANCE_H_
#define SINTER_RUNTIME_PROGRAM_EDIT_DISTANCE_H_

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <vector>

namespace sinter::runtime {

// Of the two words' letters: how many to change, add, remove or exchange with
// their neighbours (the optimal string alignment distance).
inline size_t EditDistance(std::string_view a, std::string_view b) {
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
inline bool IsBeginning(std::string_view word, std::string_view candidate) {
  return word.size() >= 3 && candidate.starts_with(word);
}

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_PROGRAM_EDIT_DISTANCE_H_
