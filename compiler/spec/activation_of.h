#ifndef SINTER_COMPILER_SPEC_ACTIVATION_OF_H_
#define SINTER_COMPILER_SPEC_ACTIVATION_OF_H_

#include "compiler/spec/model_spec.h"

namespace sinter {

// The layer's activation, linear if it has none.
Activation ActivationOf(const LayerKind& kind);

}  // namespace sinter

#endif  // SINTER_COMPILER_SPEC_ACTIVATION_OF_H_
