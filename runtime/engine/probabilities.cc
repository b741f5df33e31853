#include "runtime/engine/probabilities.h"

#include <algorithm>
#include <cmath>

namespace sinter::runtime {

std::vector<float> Softmax(std::span<const float> logits) {
  if (logits.empty()) return {};
  // The largest becomes 0: no exp overflows, and the sum is at least 1.
  const double largest = *std::max_element(logits.begin(), logits.end());
  double sum = 0;
  for (float logit : logits) sum += std::exp(logit - largest);
  std::vector<float> probabilities;
  for (float logit : logits) {
    probabilities.push_back(
        static_cast<float>(std::exp(logit - largest) / sum));
  }
  return probabilities;
}

std::vector<float> Sigmoid(std::span<const float> logits) {
  std::vector<float> probabilities;
  for (float logit : logits) {
    probabilities.push_back(
        static_cast<float>(1 / (1 + std::exp(-double{logit}))));
  }
  return probabilities;
}

}  // namespace sinter::runtime
