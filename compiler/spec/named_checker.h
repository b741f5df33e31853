// Puts what a spec gives by the names of inputs or outputs into their order.
#ifndef SINTER_COMPILER_SPEC_NAMED_CHECKER_H_
#define SINTER_COMPILER_SPEC_NAMED_CHECKER_H_

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/spec/diagnostics.h"
#include "compiler/spec/model_spec.h"
#include "compiler/spec/yaml_tree.h"

namespace sinter {

class NamedChecker {
 public:
  // `noun` is whose names they are, "input" or "output"; `what` is that of
  // which each has one, "file".
  NamedChecker(Diagnostics& diagnostics, std::string_view noun,
               std::string_view what)
      : diagnostics_(diagnostics), noun_(noun), what_(what) {}

  // Values from `node` in the order of `names`, all of which must have one. The
  // only value of the only name loses its own. False after an error.
  template <typename T>
  bool Order(const std::vector<std::string>& names, const YamlNode& node,
             std::vector<Named<T>>& values) {
    std::vector<std::string> given;
    for (const Named<T>& value : values) given.push_back(value.name);
    if (!CheckNames(names, node, given)) return false;
    const auto place = [&](const std::string& name) {
      return std::ranges::find(names, name) - names.begin();
    };
    std::ranges::sort(values, {},
                      [&](const Named<T>& value) { return place(value.name); });
    if (names.size() == 1) values.front().name.clear();
    return true;
  }

  // The same; names without a value get `rest`.
  template <typename T>
  bool OrderSome(const std::vector<std::string>& names, const YamlNode& node,
                 const T& rest, std::vector<Named<T>>& values) {
    if (node.IsMap()) {
      for (const std::string& name : names) {
        if (node.Find(name) == nullptr) values.push_back({name, rest});
      }
    }
    return Order(names, node, values);
  }

 private:
  bool CheckNames(const std::vector<std::string>& names, const YamlNode& node,
                  const std::vector<std::string>& given);

  Diagnostics& diagnostics_;
  std::string_view noun_;
  std::string_view what_;
};

}  // namespace sinter

#endif  // SINTER_COMPILER_SPEC_NAMED_CHECKER_H_
