#include "tests/codegen/reference/batch.h"

#include <algorithm>
#include <numeric>
#include <random>

namespace sinter::oracle {

Dataset MakeData(const SampleType& type, size_t samples, uint32_t seed,
                 double zeros) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<float> uniform(-1, 1);
  std::bernoulli_distribution is_zero(zeros);
  Dataset data;
  for (size_t i = 0; i < samples; ++i) {
    const uint8_t label = random() % type.classes;
    data.y.push_back(label);
    for (uint32_t j = 0; j < type.elements; ++j) {
      const bool bright = j % type.classes == label;
      const float value = type.is_bytes
                              ? random() % 128 + (bright ? 127 : 0)
                              : uniform(random) + (bright ? 0.5f : 0.0f);
      data.x.push_back(zeros > 0 && is_zero(random) ? 0 : value);
    }
  }
  return data;
}

Step MakeStep(const Dataset& data, uint32_t iteration, uint32_t samples) {
  Step step{data, {}, iteration % 2 == 1, iteration};
  step.indices.resize(data.y.size());
  std::iota(step.indices.begin(), step.indices.end(), 0);
  if (!step.in_order)
    std::shuffle(step.indices.begin(), step.indices.end(),
                 std::mt19937(iteration));
  step.indices.resize(samples);
  return step;
}

uint32_t SamplesOf(uint32_t iteration, uint32_t batch) {
  return iteration % 3 == 2 ? (batch + 1) / 2 : batch;
}

}  // namespace sinter::oracle
