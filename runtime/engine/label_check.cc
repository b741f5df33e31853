#include "runtime/engine/label_check.h"

#include <fmt/format.h>

#include <algorithm>

namespace sinter::runtime {

std::string LabelComplaint(const Model& model, const OutputInfo& output,
                           std::span<const std::byte> labels) {
  const auto bad = std::ranges::find_if(labels, [&](std::byte label) {
    return uint32_t(label) >= output.elements;
  });
  if (bad == labels.end()) return "";
  return fmt::format(
      "label {} of sample {} is not less than the {} classes of model {}",
      uint32_t(*bad), bad - labels.begin(), output.elements, model.name);
}

}  // namespace sinter::runtime
