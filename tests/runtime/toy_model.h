// A small model written by hand, to drive the runtime without the compiler:
// outputs = x kernel + bias with 3 features and 2 classes, the mean squared
// error against the one-hot label, and gradient descent with momentum.
#ifndef SINTER_TESTS_RUNTIME_TOY_MODEL_H_
#define SINTER_TESTS_RUNTIME_TOY_MODEL_H_

#include <cstdint>
#include <functional>

#include "runtime/data/dataset.h"
#include "runtime/engine/model.h"

namespace sinter::runtime {

inline constexpr uint32_t kToyFeatures = 3;
inline constexpr uint32_t kToyClasses = 2;
inline constexpr uint32_t kToyBatch = 4;

// What its steps measure. A model has the first of them.
inline constexpr const char* kToyMetrics[] = {"accuracy", "mean_squared_error"};

// Input uint8 [3]; the tensors "dense.kernel" [3, 2], "dense.bias" [2] and
// their momenta.
Model ToyModel();
// The same with float32 input.
Model ToyFloatModel();

// Samples of zeros, all of class 0.
Dataset ToyDataset(size_t count, ElementType type = ElementType::kUint8);

// Called by worker 0 in every train step, before it computes anything.
using ToyStepHook = std::function<void(const StepArguments&)>;
void SetToyStepHook(ToyStepHook hook);

}  // namespace sinter::runtime

#endif  // SINTER_TESTS_RUNTIME_TOY_MODEL_H_
