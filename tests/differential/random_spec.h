// Random valid specs for tests: small networks of every layer, activation,
// optimizer and loss, with odd sizes. The keys and the ranges of their values
// come from the tables of fields, so a new key is varied without
// a change here.
#ifndef SINTER_TESTS_DIFFERENTIAL_RANDOM_SPEC_H_
#define SINTER_TESTS_DIFFERENTIAL_RANDOM_SPEC_H_

#include <cstdint>
#include <optional>

#include "compiler/spec/model_spec.h"

namespace sinter::differential {

// The same seed gives the same spec. One to six Dense layers of 1 to 200 units,
// in a wide model of up to 300, batches of 1 to 40, now and then a graph.
// Values are such that double and float32 stay close for some steps: see kRules
// in random_spec.cc. Ends the program when what it drew is not valid.
ModelSpec RandomSpec(uint32_t seed);

// `spec` with its shapes inferred and its loss made to fit its last layer, as
// if read from a file; nothing if it is not valid.
std::optional<ModelSpec> Checked(const ModelSpec& spec);

// Sets `from_logits` so that a cross-entropy fits the last layer.
void FitLoss(ModelSpec& spec);

}  // namespace sinter::differential

#endif  // SINTER_TESTS_DIFFERENTIAL_RANDOM_SPEC_H_
