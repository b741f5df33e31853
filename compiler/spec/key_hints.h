// What to say of a key that a map of the spec does not have.
#ifndef SINTER_COMPILER_SPEC_KEY_HINTS_H_
#define SINTER_COMPILER_SPEC_KEY_HINTS_H_

#include <string>
#include <string_view>
#include <vector>

#include "compiler/spec/layer_type.h"

namespace sinter {

// What `key` was meant to be in a map that has `keys`, or where it stands
// instead; "" if nobody knows.
std::string HintForUnknownKey(std::string_view key,
                              const std::vector<std::string_view>& keys,
                              const LayerCatalog& catalog);

}  // namespace sinter

#endif  // SINTER_COMPILER_SPEC_KEY_HINTS_H_
