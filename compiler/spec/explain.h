// A checked spec written out again, with nothing left to defaults.
#ifndef SINTER_COMPILER_SPEC_EXPLAIN_H_
#define SINTER_COMPILER_SPEC_EXPLAIN_H_

#include <cstddef>
#include <string>

#include "compiler/spec/model_spec.h"

namespace sinter {

// Valid YAML that parses to an equal ModelSpec (but for path and locations).
// Numbers are the shortest decimals that read back as the same value. Equal
// specs give equal text, whatever their files looked like.
std::string ExplainSpec(const ModelSpec& spec);

// spec.layers[index] as it stands in that text: "{type: Dense, name: dense,
// units: 512, ...}". Its inputs only where they are not the layer before.
std::string ExplainLayer(const ModelSpec& spec, size_t index);

// The optimizer as it stands in that text: "{type: rmsprop, learning_rate:
// 0.001, ...}".
std::string ExplainOptimizer(const OptimizerSpec& optimizer);

// SHA-256 of ExplainSpec's text, in hexadecimal. Does not depend on the path,
// comments, layout or defaults left out.
std::string SpecHash(const ModelSpec& spec);

}  // namespace sinter

#endif  // SINTER_COMPILER_SPEC_EXPLAIN_H_
