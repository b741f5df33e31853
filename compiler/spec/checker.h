// The rules that concern more than one value of a spec: names, shapes, sizes,
// the loss against the last layer.
#ifndef SINTER_COMPILER_SPEC_CHECKER_H_
#define SINTER_COMPILER_SPEC_CHECKER_H_

#include "compiler/spec/diagnostics.h"
#include "compiler/spec/reader.h"

namespace sinter {

// Completes `raw.spec` with automatic names, shapes and resolved -1, and
// reports every broken rule. A rule whose values already had a mistake is
// passed over, so that one cause gives one error.
void CheckSpec(RawSpec& raw, Diagnostics& diagnostics);

}  // namespace sinter

#endif  // SINTER_COMPILER_SPEC_CHECKER_H_
