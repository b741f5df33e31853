// What a mistyped word was meant to be.
#ifndef SINTER_RUNTIME_PROGRAM_SUGGESTION_H_
#define SINTER_RUNTIME_PROGRAM_SUGGESTION_H_

#include <string>
#include <string_view>
#include <vector>

namespace sinter::runtime {

// "; did you mean 'train'?" for the candidate nearest to `word`: at most a
// third of the word's letters are wrong, missing, too many, or two neighbours
// exchanged; or it begins with the word. "" if none is so near.
std::string Suggestion(std::string_view word,
                       const std::vector<std::string>& candidates);

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_PROGRAM_SUGGESTION_H_
