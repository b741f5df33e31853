// A model with its memory and a thread team, ready to run steps.
#ifndef SINTER_BENCH_SESSION_H_
#define SINTER_BENCH_SESSION_H_

#include <cstdint>
#include <vector>

#include "bench/samples.h"
#include "bench/variants.h"
#include "runtime/engine/memory.h"
#include "runtime/engine/metrics.h"
#include "runtime/engine/model.h"
#include "runtime/engine/step_loop.h"
#include "runtime/engine/thread_team.h"

namespace sinter::bench {

// Refers to the model and the samples, which outlive it.
class Session {
 public:
  Session(const runtime::Model& model, Variant variant, const Samples& samples,
          unsigned threads);

  // Steps of full batches in one parallel region, as a training program runs
  // them: the batch is gathered, the optimizer steps.
  void Train(uint64_t steps);
  // All samples once; the last batch may be smaller.
  void TrainEpoch();
  // Predictions for all samples: up to a batch at a time, in one region.
  void Predict();
  // Seconds of `rounds` of the peak loop (peak.h) in each thread, right after
  // `steps` steps: at the clock that steps leave.
  double PeakAfter(uint64_t steps, uint64_t rounds);
  // Predictions for `calls` single samples, one after the other in one region:
  // how long each took.
  std::vector<double> PredictOneByOne(uint64_t calls);

 private:
  // The batch that begins with sample `first` of the order.
  template <typename Step>
  void RunSteps(size_t steps, Step&& step);
  runtime::StepArguments Arguments(uint64_t first, uint32_t rows);

  const runtime::Model& model_;
  const Variant variant_;
  const Samples& samples_;
  runtime::ThreadTeam team_;
  runtime::SoloPolicy solo_policy_;
  runtime::ModelMemory memory_;
  runtime::AlignedArray<float> output_;
  float metrics_[runtime::kStepMetrics] = {};
  uint64_t iteration_ = 0;  // optimizer steps done
  uint64_t calls_ = 0;      // of single samples
};

}  // namespace sinter::bench

#endif  // SINTER_BENCH_SESSION_H_
