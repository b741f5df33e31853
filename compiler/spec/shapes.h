// Arithmetic on shapes without the batch dimension.
#ifndef SINTER_COMPILER_SPEC_SHAPES_H_
#define SINTER_COMPILER_SPEC_SHAPES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sinter {

// Product of the dimensions, each at least 1; nothing when it exceeds
// kMostElements.
std::optional<int64_t> CheckedElements(const std::vector<int64_t>& shape);

// The same for a shape of a checked spec.
int64_t CountElements(const std::vector<int64_t>& shape);

// `target` with its -1, if any, replaced so that it has `elements` elements;
// nothing if that cannot be.
std::optional<std::vector<int64_t>> ResolveShape(
    const std::vector<int64_t>& target, int64_t elements);

// "[28, 28]"
std::string ShapeText(const std::vector<int64_t>& shape);

}  // namespace sinter

#endif  // SINTER_COMPILER_SPEC_SHAPES_H_
