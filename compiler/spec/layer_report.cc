#include "compiler/spec/layer_report.h"

#include <optional>
#include <utility>

#include "compiler/spec/limits.h"
#include "compiler/spec/shapes.h"
#include "llvm/Support/FormatVariadic.h"

namespace sinter {

const YamlNode& ValueOf(const YamlNode& map, std::string_view key) {
  const YamlNode* value = map.Find(key);
  return value != nullptr ? *value : map;
}

void LayerReport::Error(std::string_view slug, std::string message,
                        std::string hint) {
  diagnostics_.Error(node_.span, slug, std::move(message), std::move(hint));
}

void LayerReport::ErrorIn(std::string_view key, std::string_view slug,
                          std::string message, std::string hint) {
  diagnostics_.Error(ValueOf(node_, key).span, slug, std::move(message),
                     std::move(hint));
}

bool LayerReport::CheckBatch(const SampleShape& shape, std::string_view key) {
  const std::optional<int64_t> elements = CheckedElements(shape);
  if (elements && *elements <= kMostElements / batch_) return true;
  ErrorIn(key, "too-large",
          llvm::formatv(
              "a batch of {0} samples of shape {1} has 2^31 elements or more",
              batch_, ShapeText(shape)));
  return false;
}

}  // namespace sinter
