// Checked specs for tests.
#ifndef SINTER_TESTS_TRAINING_SPECS_H_
#define SINTER_TESTS_TRAINING_SPECS_H_

#include "compiler/spec/model_spec.h"

namespace sinter {

// uint8 [4, 5] -> Rescaling, Flatten, Dense 6 relu, Dense 3 softmax; batch 8.
ModelSpec TwoLayerSpec();

// Every layer that takes one input, every activation, every initializer;
// float32 [4, 6] input, batch 8, 5 classes.
ModelSpec AllLayersSpec();
// Its Dense layers, one for each activation and the last, and their biases:
// that of every second and of the last.
size_t CountDenseLayers();
size_t CountBiases();

// float32 [3] -> a: Dense 3, b: Dense 3 of the input too, Subtract a from the
// input, Add b twice and the difference, Dense 2.
ModelSpec GraphSpec();

// A Dense and a BatchNormalization, each used twice.
ModelSpec SharedSpec();

}  // namespace sinter

#endif  // SINTER_TESTS_TRAINING_SPECS_H_
