// Keras' automatic names: dense, dense_1, ...
#ifndef SINTER_COMPILER_SPEC_AUTOMATIC_NAMES_H_
#define SINTER_COMPILER_SPEC_AUTOMATIC_NAMES_H_

#include <string>
#include <string_view>
#include <vector>

namespace sinter {

struct NameRequest {
  std::string given;           // "" if the layer has no name
  std::string_view base_name;  // of its type; "" if that is not known
};

// A name for each: the one given; else the first of base, base_1, ... that no
// layer is given and none before it got; "" without a base.
std::vector<std::string> AssignNames(const std::vector<NameRequest>& requests);

}  // namespace sinter

#endif  // SINTER_COMPILER_SPEC_AUTOMATIC_NAMES_H_
