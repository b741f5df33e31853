// Loss and metrics over many samples.
#ifndef SINTER_RUNTIME_ENGINE_METRICS_H_
#define SINTER_RUNTIME_ENGINE_METRICS_H_

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

#include "runtime/engine/model.h"

namespace sinter::runtime {

// A number for each metric of a model, in the order of Model::metrics; the rest
// are 0.
using MetricValues = std::array<double, kMostMetrics>;

// Means over the samples.
struct Metrics {
  double loss = 0;
  MetricValues values = {};
};

// NaN without the sign that a processor gave it: "-nan" tells no more than
// "nan".
template <typename T>
T WithoutNanSign(T value) {
  return std::isnan(value) ? std::numeric_limits<T>::quiet_NaN() : value;
}

// StepArguments::metrics points to no more floats than this.
inline constexpr size_t kStepMetrics = 1 + kMostMetrics;

// Adds up the metrics of steps, each weighted by its number of samples.
class MetricSum {
 public:
  MetricSum() = default;
  // A sum that was saved.
  MetricSum(double loss, const MetricValues& values, uint64_t samples)
      : loss_(loss), values_(values), samples_(samples) {}

  // `metrics` as StepArguments describes them, kStepMetrics at most.
  void Add(std::span<const float> metrics, uint32_t samples) {
    loss_ += double{metrics[0]} * samples;
    for (size_t i = 1; i < metrics.size(); ++i) values_[i - 1] += metrics[i];
    samples_ += samples;
  }

  // At least one sample must have been added.
  Metrics Mean() const {
    const double samples = static_cast<double>(samples_);
    Metrics mean = {WithoutNanSign(loss_ / samples)};
    for (size_t i = 0; i < kMostMetrics; ++i) {
      mean.values[i] = WithoutNanSign(values_[i] / samples);
    }
    return mean;
  }

  // Sums over the samples.
  double loss() const { return loss_; }
  const MetricValues& values() const { return values_; }
  uint64_t samples() const { return samples_; }

 private:
  double loss_ = 0;
  MetricValues values_ = {};
  uint64_t samples_ = 0;
};

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_ENGINE_METRICS_H_
