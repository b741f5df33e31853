// What a mistyped word was meant to be.
#ifndef SINTER_COMPILER_SPEC_SUGGESTION_H_
#define SINTER_COMPILER_SPEC_SUGGESTION_H_

#include <string>
#include <string_view>
#include <vector>

namespace sinter {

// `word` in small letters and without '_', '-' and blanks: words that differ
// only there are the same word, spelled as in another place.
std::string Squeeze(std::string_view word);

// "did you mean 'x'?" for the candidate nearest to `word`: at most a third of
// the word's letters are wrong, missing, too many, or two neighbours exchanged;
// or it begins with the word. "" when none is so near.
std::string SuggestName(std::string_view word,
                        const std::vector<std::string_view>& candidates);

}  // namespace sinter

#endif  // SINTER_COMPILER_SPEC_SUGGESTION_H_
