// The rules of a model's outputs: which layers give them, their shapes, and the
// losses and metrics that read them.
#ifndef SINTER_COMPILER_SPEC_OUTPUT_CHECKER_H_
#define SINTER_COMPILER_SPEC_OUTPUT_CHECKER_H_

#include <cstddef>
#include <string>

#include "compiler/spec/diagnostics.h"
#include "compiler/spec/reader.h"

namespace sinter {

class OutputChecker {
 public:
  OutputChecker(RawSpec& raw, Diagnostics& diagnostics)
      : raw_(raw), spec_(raw.spec), diagnostics_(diagnostics) {}

  // Puts losses, weights and metrics into the order of the outputs. After the
  // graph's shapes are known.
  void Check();

  // Whether no mistake hides an output's shape.
  bool AllHaveShapes() const;

 private:
  // The layer of an output, unless a mistake hides it.
  const LayerSpec* LayerOf(size_t output) const;
  // What messages call it: "the last layer", "output 'size'"; the second also
  // names the only one.
  std::string NameOf(const LayerSpec& layer) const;
  std::string SubjectOf(const LayerSpec& layer) const;
  const YamlNode& NodeOf(const LayerSpec& layer) const;
  // What `list` says of an output.
  static const YamlNode& ValueOfOutput(const YamlNode& list,
                                       const std::string& name);

  bool OrderLosses();
  bool OrderMetrics();
  bool CheckNumberOfMetrics();
  void CheckWeights();
  void CheckShape(size_t output);
  void CheckClasses(size_t output);
  void CheckLoss(size_t output);
  void CheckMetrics(size_t output);

  RawSpec& raw_;
  ModelSpec& spec_;
  Diagnostics& diagnostics_;
};

}  // namespace sinter

#endif  // SINTER_COMPILER_SPEC_OUTPUT_CHECKER_H_
