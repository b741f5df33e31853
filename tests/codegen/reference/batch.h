// The samples of a step, for the compiled and the interpreted model alike.
#ifndef SINTER_TESTS_CODEGEN_REFERENCE_BATCH_H_
#define SINTER_TESTS_CODEGEN_REFERENCE_BATCH_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "compiler/spec/model_spec.h"
#include "tests/oracle/tensor.h"

namespace sinter::oracle {

// Of each input its samples one after the other, of each output what they are
// compared with: labels or values. Every number is exact in the model's types.
struct Dataset {
  size_t samples = 0;
  std::vector<std::vector<double>> x{1};
  std::vector<std::vector<double>> y{1};
};

// One step over samples of a set: those of `indices`, as many as there are.
struct Step {
  const Dataset& data;
  std::vector<uint32_t> indices;
  bool in_order = false;  // indices are 0, 1, ..., so none need be given
  uint64_t iteration = 0;
  uint32_t seed = 0;
  float learning_rate = 0;
};

struct Metrics {
  double loss;
  std::vector<double> sums;  // of the spec's metrics over the samples
};

// Parameters and slots by name.
using State = std::map<std::string, Tensor>;

// What a model's samples and targets are like.
struct InputType {
  bool is_bytes;  // else float32
  uint32_t elements;
};
// kTruths: 0 or 1, of several values one.
enum class TargetNumbers { kLabels, kTruths, kReals };
struct OutputType {
  TargetNumbers numbers;
  uint32_t elements;  // or classes
};
struct SampleType {
  std::vector<InputType> inputs;
  std::vector<OutputType> outputs;
};
SampleType TypeOf(const ModelSpec& spec);

// `samples` samples whose labels have to do with them, so that there is
// something to learn. `zeros` is the share of elements that are zero.
Dataset MakeData(const SampleType& type, size_t samples, uint32_t seed,
                 double zeros = 0);

// The step `iteration` of a training: the first `samples` samples in odd
// iterations, and otherwise any.
Step MakeStep(const Dataset& data, uint32_t iteration, uint32_t samples);

// The samples of step `iteration`: every third batch is partial, as the last
// one of an epoch may be.
uint32_t SamplesOf(uint32_t iteration, uint32_t batch);

}  // namespace sinter::oracle

#endif  // SINTER_TESTS_CODEGEN_REFERENCE_BATCH_H_
