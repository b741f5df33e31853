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
      : raw_(raw),
        inputs_(raw.spec.inputs),
        layers_(raw.spec.layers),
        diagnostics_(diagnostics) {}

  // Fills in the inputs and the outputs that are not given. What a layer takes
  // must be an input of the model or an earlier layer; what it gives must be an
  // output of the model or somebody's input.
  void CheckInputs();

  // Whoever adapts to an input of the model must take one. After InferShapes.
  void CheckAdapted();

  // Whoever shares another layer's variables must be able to. After
  // InferShapes.
  void CheckShared();

  // Fills every layer's shapes, but those that a mistake hides.
  void InferShapes();

 private:
  void FillInInputs();
  void FillInOutputs();
  bool IsInput(std::string_view name) const;
  bool CheckOutputs();
  bool CheckNumberOfAllInputs();
  bool CheckInputsOf(size_t layer);
  bool CheckInput(size_t layer, size_t input);
  bool CheckEarlier(size_t layer, const std::string& name,
                    const SourceSpan& span);
  void CheckSharedBy(size_t layer);
  bool CheckInputCount(size_t layer);
  void CheckThatAllAreUsed();
  void InferShapeOf(const Named<InputSpec>& input);
  void InferShapeOf(size_t layer);
  bool FindInputShapes(LayerSpec& layer) const;

  // The node of a layer's input in the list, or of what stands in its place.
  const YamlNode& InputNode(size_t layer, size_t input) const;
  std::vector<std::string_view> NamesBefore(size_t layer) const;
  bool MayHaveAnyName() const;
  LayerReport ReportOn(const YamlNode& node) const;

  RawSpec& raw_;
  const std::vector<Named<InputSpec>>& inputs_;
  std::vector<LayerSpec>& layers_;
  Diagnostics& diagnostics_;
  std::vector<bool> has_inputs_;               // of each layer: all are there
  std::map<std::string, SampleShape> shapes_;  // but what a mistake hides
};

}  // namespace sinter

#endif  // SINTER_COMPILER_SPEC_GRAPH_CHECKER_H_
