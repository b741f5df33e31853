// Timing loops for model_benchmark.
#ifndef SINTER_BENCH_MEASUREMENT_H_
#define SINTER_BENCH_MEASUREMENT_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace sinter::bench {

// One thing to measure, and the times found. Times are wall-clock seconds for
// one unit: a step, a call, a pass over a buffer.
struct Measurement {
  std::string what;     // "peak", "read", "train", "inference_1", ...
  std::string variant;  // see variants.h; empty where there is none
  unsigned threads;
  double samples;  // a unit, 0 where there are none
  double flop;     // a unit, of the dense matrix products
  double bytes;    // a unit, where reading is measured
  // Takes at least `seconds` of time if it can; returns seconds for one unit.
  std::function<double(double seconds)> run;
  std::vector<double> seconds = {};
};

// Wall-clock seconds since it was made.
class Timer {
 public:
  double Seconds() const {
    const std::chrono::duration<double> passed = Clock::now() - start_;
    return passed.count();
  }

 private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point start_ = Clock::now();
};

// A `run` for work that is given a number of units to do at once. The number is
// found by the first call and kept.
std::function<double(double)> RunUnits(std::function<void(uint64_t)> work);

double Median(std::vector<double> values);

// Runs every measurement once to warm up, then all of them `repetitions` times
// in turn, so that what disturbs the machine disturbs all.
void RunInterleaved(std::vector<Measurement>& measurements, int repetitions,
                    double seconds);

}  // namespace sinter::bench

#endif  // SINTER_BENCH_MEASUREMENT_H_
