#include "bench/measurement.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace sinter::bench {
namespace {

double TimeOf(const std::function<void(uint64_t)>& work, uint64_t units) {
  const Timer timer;
  work(units);
  return timer.Seconds();
}

}  // namespace

std::function<double(double)> RunUnits(std::function<void(uint64_t)> work) {
  return [work = std::move(work),
          units = uint64_t{0}](double seconds) mutable -> double {
    if (units == 0) {
      units = 1;
      double time = TimeOf(work, units);
      // Until the time is long enough to say how many units are needed.
      while (time < seconds / 4) {
        units *= 2;
        time = TimeOf(work, units);
      }
      units = static_cast<uint64_t>(
          std::ceil(static_cast<double>(units) * std::max(seconds / time, 1.)));
    }
    return TimeOf(work, units) / static_cast<double>(units);
  };
}

double Median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<long>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return *middle;
  return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

void RunInterleaved(std::vector<Measurement>& measurements, int repetitions,
                    double seconds) {
  for (Measurement& measurement : measurements) measurement.run(seconds);
  for (int i = 0; i < repetitions; ++i) {
    for (Measurement& measurement : measurements) {
      measurement.seconds.push_back(measurement.run(seconds));
    }
  }
}

}  // namespace sinter::bench
