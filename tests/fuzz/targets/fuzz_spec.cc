// Specs: text, YAML, reader, checker, explain, costs.
//
// Text is a good spec or has errors to show, never both and never neither. What
// `sinter explain` prints of a good one is the same spec.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "compiler/layers/all_layers.h"
#include "compiler/spec/cost.h"
#include "compiler/spec/explain.h"
#include "compiler/spec/load_spec.h"
#include "tests/fuzz/targets/require.h"

namespace sinter {
namespace {

std::optional<ModelSpec> Parse(const std::string& text) {
  Diagnostics diagnostics;
  std::optional<ModelSpec> spec =
      ParseSpec(text, "net.yaml", AllLayers(), diagnostics);
  Require(spec.has_value() == diagnostics.Text().empty(),
          "a spec or errors, not both");
  return spec;
}

// Sanitizers look on while they are computed.
void CountCosts(const ModelSpec& spec) {
  for (size_t i = 0; i < spec.layers.size(); ++i) CostOfLayer(spec, i);
}

void CheckExplained(const ModelSpec& spec) {
  const std::string text = ExplainSpec(spec);
  const std::optional<ModelSpec> again = Parse(text);
  Require(again.has_value(), "an explained spec is a good one");
  Require(ExplainSpec(*again) == text, "it is explained alike");
}

}  // namespace
}  // namespace sinter

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::optional<sinter::ModelSpec> spec =
      sinter::Parse(std::string(reinterpret_cast<const char*>(data), size));
  if (!spec) return 0;
  sinter::CountCosts(*spec);
  sinter::CheckExplained(*spec);
  return 0;
}
