// What a model's programs have to compute, from the interpreter in double, and
// how far float32 rounding may take them from it.
#ifndef SINTER_TESTS_DIFFERENTIAL_EXPECTATION_H_
#define SINTER_TESTS_DIFFERENTIAL_EXPECTATION_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "compiler/spec/model_spec.h"
#include "tests/codegen/reference/batch.h"

namespace sinter::differential {

using oracle::Dataset;
using oracle::Metrics;
using oracle::State;
using oracle::Step;
using oracle::Tensor;

inline constexpr uint32_t kSteps = 20;

// A tensor and the largest difference to it that disturbed runs had.
struct ExpectedTensor {
  Tensor value;
  double spread = 0;
  bool is_certain = true;  // not for rounding to decide
};

struct ExpectedMetrics {
  Metrics metrics;
  double loss_spread = 0;
  std::vector<double> sum_spreads;
  std::vector<bool> are_counts;
  bool are_counts_certain = true;  // not for rounding to decide
};

struct ExpectedPrediction {
  Step step;
  ExpectedTensor output;  // [samples, elements of all outputs]
  ExpectedMetrics metrics;
  bool overflows;  // a number is infinite in float32: nothing is compared
};

struct ExpectedStep {
  Step step;
  ExpectedMetrics metrics;
  // After the step; of the first and the last step, and of those that restart.
  std::map<std::string, ExpectedTensor> state;
  // Rounding decides what some tensor of the state is now; of all, where a
  // relu's operand is within rounding of 0. Programs go on from this state
  // instead of their own.
  bool restarts = false;
};

struct Expectation {
  std::shared_ptr<const Dataset> data;  // that the steps refer to
  State initial;
  std::vector<ExpectedPrediction> predictions;
  std::vector<ExpectedStep> steps;  // fewer than kSteps if the model diverges
};

// A training with the spec's own optimizer and, before it, predictions.
Expectation ExpectTraining(const ModelSpec& spec);

// One step of plain gradient descent. The learning rate is a power of two, such
// that the weights move about as much as they are large: a float32 weight shows
// its gradient. No step where a number is infinite in float32. `spec` is
// PlainDescent's.
Expectation ExpectGradient(const ModelSpec& spec);

// `spec` with plain gradient descent as its optimizer.
ModelSpec PlainDescent(ModelSpec spec);

}  // namespace sinter::differential

#endif  // SINTER_TESTS_DIFFERENTIAL_EXPECTATION_H_
