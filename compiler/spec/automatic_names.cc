#include "compiler/spec/automatic_names.h"

#include <cstddef>
#include <map>
#include <set>

namespace sinter {
namespace {

class Namer {
 public:
  explicit Namer(const std::vector<NameRequest>& requests) {
    for (const NameRequest& request : requests) taken_.insert(request.given);
  }

  std::string Name(const NameRequest& request) {
    if (!request.given.empty() || request.base_name.empty()) {
      return request.given;
    }
    const std::string base(request.base_name);
    size_t& counter = counters_[request.base_name];
    std::string name;
    do {
      name = counter == 0 ? base : base + "_" + std::to_string(counter);
      ++counter;
    } while (!taken_.insert(name).second);
    return name;
  }

 private:
  std::set<std::string> taken_;
  std::map<std::string_view, size_t> counters_;
};

}  // namespace

std::vector<std::string> AssignNames(const std::vector<NameRequest>& requests) {
  Namer namer(requests);
  std::vector<std::string> names;
  for (const NameRequest& request : requests)
    names.push_back(namer.Name(request));
  return names;
}

}  // namespace sinter
