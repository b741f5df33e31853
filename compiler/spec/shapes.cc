#include "compiler/spec/shapes.h"

#include <algorithm>
#include <cassert>

#include "compiler/spec/limits.h"

namespace sinter {

std::optional<int64_t> CheckedElements(const std::vector<int64_t>& shape) {
  int64_t elements = 1;
  for (int64_t dimension : shape) {
    if (dimension > kMostElements / elements) return std::nullopt;
    elements *= dimension;
  }
  return elements;
}

int64_t CountElements(const std::vector<int64_t>& shape) {
  const std::optional<int64_t> elements = CheckedElements(shape);
  assert(elements && "a checked spec has no shape this large");
  return *elements;
}

std::optional<std::vector<int64_t>> ResolveShape(
    const std::vector<int64_t>& target, int64_t elements) {
  std::vector<int64_t> shape = target;
  const auto inferred = std::ranges::find(shape, -1);
  if (inferred != shape.end()) *inferred = 1;
  const std::optional<int64_t> known = CheckedElements(shape);
  if (!known || elements % *known != 0) return std::nullopt;
  if (inferred != shape.end()) {
    *inferred = elements / *known;
  } else if (elements != *known) {
    return std::nullopt;
  }
  return shape;
}

std::string ShapeText(const std::vector<int64_t>& shape) {
  std::string text = "[";
  for (int64_t dimension : shape) {
    text += (text.size() > 1 ? ", " : "") + std::to_string(dimension);
  }
  return text + "]";
}

}  // namespace sinter
