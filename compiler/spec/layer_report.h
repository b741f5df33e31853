// Where a layer says what is wrong with its inputs or options.
#ifndef SINTER_COMPILER_SPEC_LAYER_REPORT_H_
#define SINTER_COMPILER_SPEC_LAYER_REPORT_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "compiler/spec/diagnostics.h"
#include "compiler/spec/layer.h"
#include "compiler/spec/yaml_tree.h"

namespace sinter {

class LayerReport {
 public:
  // Of the map `node`, a layer or another part of the spec with a shape.
  LayerReport(const YamlNode& node, int64_t batch, Diagnostics& diagnostics)
      : node_(node), batch_(batch), diagnostics_(diagnostics) {}

  // A mistake of the layer as a whole.
  void Error(std::string_view slug, std::string message, std::string hint = "");
  // A mistake in the value of `key`, or of the layer if the key is not given.
  void ErrorIn(std::string_view key, std::string_view slug, std::string message,
               std::string hint = "");

  // Whether a batch of `shape` is no larger than a tensor may be. If not, says
  // so of `key`.
  bool CheckBatch(const SampleShape& shape, std::string_view key);

 private:
  const YamlNode& node_;
  int64_t batch_;
  Diagnostics& diagnostics_;
};

// The value of a key if it is given, else the map it would stand in.
const YamlNode& ValueOf(const YamlNode& map, std::string_view key);

}  // namespace sinter

#endif  // SINTER_COMPILER_SPEC_LAYER_REPORT_H_
