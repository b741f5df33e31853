// Words of Keras, and some of other frameworks, that a spec does not know, with
// what to write in their place: users bring them from there.
#ifndef SINTER_COMPILER_SPEC_KERAS_WORDS_H_
#define SINTER_COMPILER_SPEC_KERAS_WORDS_H_

#include <string_view>

namespace sinter {

struct KerasWord {
  std::string_view noun;     // what it would be: "layer", "loss"; "key"
  std::string_view word;     // as Squeeze gives it
  std::string_view instead;  // a hint; "": sinter has nothing like it yet
};

// The entry for `word`, however it is spelled; null if there is none.
const KerasWord* FindKerasWord(std::string_view noun, std::string_view word);

}  // namespace sinter

#endif  // SINTER_COMPILER_SPEC_KERAS_WORDS_H_
