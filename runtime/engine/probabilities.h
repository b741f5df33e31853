// Logits as probabilities, for people to read.
#ifndef SINTER_RUNTIME_ENGINE_PROBABILITIES_H_
#define SINTER_RUNTIME_ENGINE_PROBABILITIES_H_

#include <span>
#include <vector>

namespace sinter::runtime {

// exp(logit) / sum of exp, in double. Not a number where the logits are none,
// or infinite.
std::vector<float> Softmax(std::span<const float> logits);

// 1 / (1 + exp(-logit)) of each, in double.
std::vector<float> Sigmoid(std::span<const float> logits);

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_ENGINE_PROBABILITIES_H_
