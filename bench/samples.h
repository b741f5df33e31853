// Images and labels to measure with.
#ifndef SINTER_BENCH_SAMPLES_H_
#define SINTER_BENCH_SAMPLES_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "runtime/data/dataset.h"
#include "runtime/engine/model.h"

namespace sinter::bench {

// A set in memory with a fixed random order of its samples. How many inputs
// are zero decides the time of kernels that skip them, so the real files are
// used where they are.
class Samples {
 public:
  // The training or the test set that the model's spec names, if the files are
  // in `folder`; else as many made-up samples. The model reads uint8. Ends the
  // program with code 3 if files are there but do not fit the model.
  static Samples Training(const runtime::Model& model,
                          const std::string& folder);
  static Samples Test(const runtime::Model& model, const std::string& folder);

  const void* x() const { return data_.x[0].data(); }
  const void* y() const { return data_.y[0].data(); }
  const uint32_t* indices() const { return indices_.data(); }
  uint32_t count() const { return static_cast<uint32_t>(data_.samples()); }

  // "mnist" for files, "made up" otherwise.
  const char* source() const { return source_; }
  // Share of the groups of so many neighbouring inputs that are all zero.
  double ZeroShare(size_t group) const;

 private:
  Samples(runtime::Dataset data, const char* source);

  runtime::Dataset data_;
  std::vector<uint32_t> indices_;
  const char* source_;
};

}  // namespace sinter::bench

#endif  // SINTER_BENCH_SAMPLES_H_
