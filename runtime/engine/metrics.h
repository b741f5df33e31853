// Loss and accuracy over many samples.
#ifndef SINTER_RUNTIME_ENGINE_METRICS_H_
#define SINTER_RUNTIME_ENGINE_METRICS_H_

#include <cmath>
#include <cstdint>
#include <limits>

#include "runtime/engine/model.h"

namespace sinter::runtime {

struct Metrics {
  double loss = 0;  // mean over the samples
  // Share of correct predictions; 0 where the spec names no metric accuracy.
  double accuracy = 0;
};

// NaN without the sign that a processor gave it: "-nan" tells no more than
// "nan".
template <typename T>
T WithoutNanSign(T value) {
  return std::isnan(value) ? std::numeric_limits<T>::quiet_NaN() : value;
}

// Adds up the metrics of steps, each weighted by its number of samples.
class MetricSum {
 public:
  MetricSum() = default;
  // A sum that was saved.
  MetricSum(double loss, double correct, uint64_t samples)
      : loss_(loss), correct_(correct), samples_(samples) {}

  // `metrics` as StepArguments describes it.
  void Add(const float* metrics, uint32_t samples) {
    loss_ += double{metrics[0]} * samples;
    correct_ += metrics[1];
    samples_ += samples;
  }

  // At least one sample must have been added.
  Metrics Mean() const {
    const double samples = static_cast<double>(samples_);
    return {WithoutNanSign(loss_ / samples), correct_ / samples};
  }

  double loss() const { return loss_; }        // sum over the samples
  double correct() const { return correct_; }  // number of them
  uint64_t samples() const { return samples_; }

 private:
  double loss_ = 0;
  double correct_ = 0;
  uint64_t samples_ = 0;
};

// StepArguments::metrics points to this many floats.
inline constexpr int kStepMetrics = 2;

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_ENGINE_METRICS_H_
