// A model with its memory and a thread team, ready to run steps.
#ifndef SINTER_BENCH_SESSION_H_
#define SINTER_BENCH_SESSION_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "runtime/model.h"
#include "runtime/thread_team.h"

namespace sinter::bench {

// Images and labels that look like the training set to a kernel: `samples`
// digits' worth of bytes, of which 81 % are zero, in a fixed random order.
class Samples {
 public:
  Samples(const runtime::Model& model, uint32_t samples);

  const uint8_t* x() const { return x_.data(); }
  const uint8_t* y() const { return y_.data(); }
  const uint32_t* indices() const { return indices_.data(); }
  uint32_t count() const { return static_cast<uint32_t>(y_.size()); }

 private:
  std::vector<uint8_t> x_;
  std::vector<uint8_t> y_;
  std::vector<uint32_t> indices_;
};

class Session {
 public:
  Session(const runtime::Model& model, const Samples& samples,
          unsigned threads);

  // One training step of a full batch, or `steps` in one parallel region.
  void Train(uint64_t steps);
  // Predictions for all samples, `rows` at a time.
  void Predict(uint32_t rows);

 private:
  struct Free {
    void operator()(void* memory) const;
  };
  template <typename T>
  using Memory = std::unique_ptr<T[], Free>;
  template <typename T>
  static Memory<T> Allocate(size_t count);

  runtime::StepArguments Arguments(uint64_t step, uint32_t rows);

  const runtime::Model& model_;
  const Samples& samples_;
  runtime::ThreadTeam team_;
  Memory<float> state_;
  Memory<std::byte> arena_;
  Memory<float> output_;
  float metrics_[2] = {};
  uint64_t iteration_ = 0;
};

}  // namespace sinter::bench

#endif  // SINTER_BENCH_SESSION_H_
