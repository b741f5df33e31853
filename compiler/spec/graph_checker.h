// The rules between layers: that their inputs are there and fit.
#ifndef SINTER_COMPILER_SPEC_GRAPH_CHECKER_H_
#define SINTER_COMPILER_SPEC_GRAPH_CHECKER_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/spec/diagnostics.h"
#include "compiler/spec/layer_report.h"
#include "compiler/spec/reader.h"

namespace sinter {

// For a spec whose layers have their names.
class GraphChecker {
 public:
  GraphChecker(RawSpec& raw, Diagnostics& diagnostics)
      : raw_(raw), layers_(raw.spec.layers), diagnostics_(diagnostics) {}

  // Fills in the inputs that are not given. Every input must be an earlier
  // layer, every output but the last somebody's input.
  void CheckInputs();

  // Whoever shares another layer's variables must be able to. After
  // InferShapes.
  void CheckShared();

  // Fills every layer's shapes; the last output, unless a mistake hides it.
  std::optional<SampleShape> InferShapes();

 private:
  bool CheckNumberOfAllInputs();
  bool CheckInputsOf(size_t layer);
  bool CheckInput(size_t layer, size_t input);
  bool CheckEarlier(size_t layer, const std::string& name,
                    const SourceSpan& span);
  void CheckSharedBy(size_t layer);
  bool CheckInputCount(size_t layer);
  void CheckThatAllAreUsed();
  void InferShapeOfInput();
  void InferShapeOf(size_t layer);
  bool FindInputShapes(LayerSpec& layer) const;

  // The node of a layer's input in the list, or of what stands in its place.
  const YamlNode& InputNode(size_t layer, size_t input) const;
  std::vector<std::string_view> NamesBefore(size_t layer) const;
  bool MayHaveAnyName() const;
  LayerReport ReportOn(const YamlNode& node) const;

  RawSpec& raw_;
  std::vector<LayerSpec>& layers_;
  Diagnostics& diagnostics_;
  std::vector<bool> has_inputs_;               // of each layer: all are there
  std::map<std::string, SampleShape> shapes_;  // but what a mistake hides
};

}  // namespace sinter

#endif  // SINTER_COMPILER_SPEC_GRAPH_CHECKER_H_
