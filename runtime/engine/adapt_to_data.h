// First values that are statistics of the training set: Keras' `adapt`.
#ifndef SINTER_RUNTIME_ENGINE_ADAPT_TO_DATA_H_
#define SINTER_RUNTIME_ENGINE_ADAPT_TO_DATA_H_

#include <cstddef>
#include <span>

#include "runtime/engine/model.h"
#include "runtime/engine/sample_view.h"

namespace sinter::runtime {

// Fills the tensors of `state` whose initializers say so: with the mean of each
// column of an input, the last dimension, over all samples and the other
// dimensions, or with its variance, the mean squared distance from the mean.
// Both in double, the variance in a second pass, so that a mean far from 0
// takes none of its digits. `samples` is at least 1: the first ones of `data`,
// those that train. Returns how many columns do not vary: what is divided by
// their deviation is large where another value comes.
size_t AdaptToData(const Model& model, const SampleView& data, size_t samples,
                   std::span<float> state);

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_ENGINE_ADAPT_TO_DATA_H_
