// Checked specs for tests, written down in C++.
#ifndef SINTER_TESTS_TRAINING_SPECS_H_
#define SINTER_TESTS_TRAINING_SPECS_H_

#include "compiler/spec/model_spec.h"

namespace sinter {

// uint8 [4, 5] -> Rescaling, Flatten, Dense 6 relu, Dense 3 softmax; batch 8.
ModelSpec TwoLayerSpec();

// Every layer kind, every activation, every initializer; float32 [4, 6] input,
// batch 8, 5 classes.
ModelSpec AllLayersSpec();

}  // namespace sinter

#endif  // SINTER_TESTS_TRAINING_SPECS_H_
