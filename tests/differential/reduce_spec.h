// Smaller specs with the same fault.
#ifndef SINTER_TESTS_DIFFERENTIAL_REDUCE_SPEC_H_
#define SINTER_TESTS_DIFFERENTIAL_REDUCE_SPEC_H_

#include <cstddef>
#include <functional>

#include "compiler/spec/model_spec.h"

namespace sinter::differential {

// A spec for which `fails` still holds, and which loses it, or stops to be
// valid, with any further layer removed, size halved or reduced by one, or key
// set to its default; or the best found when `most_attempts` calls of `fails`
// were made. `fails(spec)` holds.
ModelSpec ReduceSpec(ModelSpec spec,
                     const std::function<bool(const ModelSpec&)>& fails,
                     size_t most_attempts);

}  // namespace sinter::differential

#endif  // SINTER_TESTS_DIFFERENTIAL_REDUCE_SPEC_H_
