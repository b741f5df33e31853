#include "tests/differential/compare.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "llvm/Support/FormatVariadic.h"
#include "tests/codegen/reference/compiled_model.h"
#include "tests/differential/tolerance.h"

namespace sinter::differential {
namespace {

using oracle::CompiledModel;

std::string Describe(const std::string& what, double actual, double expected,
                     double allowed) {
  return llvm::formatv("{0}: {1:e8}, expected {2:e8} within {3:e2}", what,
                       actual, expected, allowed);
}

bool IsNear(double actual, double expected, double allowed) {
  return std::abs(actual - expected) <= allowed;  // not for a NaN
}

// The worst element, if it is further off than `allowed`.
std::string CompareTensors(const std::string& what, const Tensor& actual,
                           const Tensor& expected, double allowed) {
  if (actual.shape != expected.shape) return what + ": another shape";
  const auto error = [&](size_t i) {
    const double difference = std::abs(actual.data[i] - expected.data[i]);
    return std::isnan(difference) ? INFINITY : difference;
  };
  size_t worst = 0;
  for (size_t i = 0; i < actual.data.size(); ++i)
    if (error(i) > error(worst)) worst = i;
  if (error(worst) <= allowed) return "";
  return Describe(llvm::formatv("{0}, row {1}, column {2}", what,
                                worst / actual.cols(), worst % actual.cols()),
                  actual.data[worst], expected.data[worst], allowed);
}

std::string CompareTensors(const std::string& what, const Tensor& actual,
                           const ExpectedTensor& expected, double tolerance) {
  return CompareTensors(what, actual, expected.value,
                        tolerance * LargestOf(expected.value) +
                            kSpreads * expected.spread + kUnderflow);
}

std::string CompareMetric(const std::string& what, double actual,
                          double expected, double spread) {
  const double allowed =
      kLossTolerance * std::abs(expected) + kSpreads * spread;
  return IsNear(actual, expected, allowed)
             ? ""
             : Describe(what, actual, expected, allowed);
}

std::string CompareMetrics(const std::string& what, const Metrics& actual,
                           const ExpectedMetrics& expected) {
  const Metrics& metrics = expected.metrics;
  std::string text = CompareMetric(what + ", loss", actual.loss, metrics.loss,
                                   expected.loss_spread);
  if (actual.sums.size() != metrics.sums.size())
    return what + ": another number of metrics";
  for (size_t i = 0; i < metrics.sums.size() && text.empty(); ++i) {
    const double sum = metrics.sums[i];
    if (expected.are_counts.at(i) && !expected.are_counts_certain) continue;
    text = CompareMetric(llvm::formatv("{0}, metric {1}", what, i),
                         actual.sums[i], sum, expected.sum_spreads[i]);
  }
  return text;
}

std::string CompareState(
    const std::string& what, const State& actual,
    const std::map<std::string, ExpectedTensor>& expected) {
  for (const auto& [name, tensor] : expected) {
    if (!tensor.is_certain) continue;
    std::string text = CompareTensors(what + ", " + name, actual.at(name),
                                      tensor, kStateTolerance);
    if (!text.empty()) return text;
  }
  return "";
}

State ValuesOf(const std::map<std::string, ExpectedTensor>& expected) {
  State state;
  for (const auto& [name, tensor] : expected) state[name] = tensor.value;
  return state;
}

std::string ComparePrediction(CompiledModel& program,
                              const ExpectedPrediction& expected) {
  if (expected.overflows) return "";
  const std::string what =
      llvm::formatv("{0} samples", expected.step.indices.size());
  std::string text =
      CompareTensors(what + ", output", program.Predict(expected.step),
                     expected.output, kOutputTolerance);
  if (!text.empty()) return text;
  return CompareMetrics(what + ", evaluate", program.Evaluate(expected.step),
                        expected.metrics);
}

std::string CompareStep(CompiledModel& program, const ExpectedStep& expected) {
  const std::string what = llvm::formatv("step {0}", expected.step.iteration);
  std::string text =
      CompareMetrics(what, program.Train(expected.step), expected.metrics);
  if (!text.empty() || expected.state.empty()) return text;
  text = CompareState(what, program.GetState(), expected.state);
  if (expected.restarts) program.SetState(ValuesOf(expected.state));
  return text;
}

Tensor Minus(const Tensor& a, const Tensor& b) {
  Tensor difference = a;
  for (size_t i = 0; i < b.data.size(); ++i) difference.data[i] -= b.data[i];
  return difference;
}

// Whether the program keeps the tensors that it should.
std::string CompareTensorNames(const runtime::Model& model,
                               const State& expected) {
  for (const runtime::TensorInfo& tensor : model.tensors)
    if (!expected.contains(tensor.name))
      return std::string("nobody expects the tensor ") + tensor.name;
  if (model.tensors.size() != expected.size()) return "a tensor is missing";
  return "";
}

// Every number that a run gives, in order.
class Trace {
 public:
  void Add(const Tensor& tensor) {
    numbers_.insert(numbers_.end(), tensor.data.begin(), tensor.data.end());
  }
  void Add(const Metrics& metrics) {
    numbers_.push_back(metrics.loss);
    numbers_.insert(numbers_.end(), metrics.sums.begin(), metrics.sums.end());
  }
  void Add(const State& state) {
    for (const auto& [name, tensor] : state) Add(tensor);
  }

  bool IsFinite() const {
    return std::ranges::all_of(numbers_,
                               [](double x) { return std::isfinite(x); });
  }
  bool HasSameBits(const Trace& other) const {
    return std::ranges::equal(numbers_, other.numbers_, {},
                              std::bit_cast<uint64_t, double>,
                              std::bit_cast<uint64_t, double>);
  }

 private:
  std::vector<double> numbers_;
};

Trace TraceOf(CompiledModel& program, const Expectation& expected) {
  Trace trace;
  program.SetState(expected.initial);
  for (const ExpectedPrediction& prediction : expected.predictions) {
    trace.Add(program.Predict(prediction.step));
    trace.Add(program.Evaluate(prediction.step));
  }
  for (const ExpectedStep& step : expected.steps)
    trace.Add(program.Train(step.step));
  trace.Add(program.GetState());
  return trace;
}

// The first prediction is of one sample.
std::string ComparePredictOne(CompiledModel& program,
                              const Expectation& expected) {
  const Step& step = expected.predictions.front().step;
  program.SetState(expected.initial);
  Trace batch, one;
  batch.Add(program.Predict(step));
  one.Add(program.PredictOne(step));
  return one.HasSameBits(batch) ? "" : "predict_one gives other bits";
}

std::string CompareTraining(CompiledModel& program,
                            const Expectation& expected) {
  program.SetState(expected.initial);
  for (const ExpectedPrediction& prediction : expected.predictions) {
    std::string text = ComparePrediction(program, prediction);
    if (!text.empty()) return text;
  }
  for (const ExpectedStep& step : expected.steps) {
    std::string text = CompareStep(program, step);
    if (!text.empty()) return text;
  }
  return ComparePredictOne(program, expected);
}

}  // namespace

std::string CompareTraining(const runtime::Model& model,
                            const Expectation& expected, unsigned threads) {
  std::string names = CompareTensorNames(model, expected.initial);
  if (!names.empty()) return names;
  CompiledModel program(model, threads);
  return CompareTraining(program, expected);
}

std::string CompareSparseTraining(const runtime::Model& model,
                                  const Expectation& expected,
                                  unsigned threads) {
  if (model.sparse_steps.train_step == nullptr) return "";
  CompiledModel program(model, threads, model.sparse_steps);
  const std::string text = CompareTraining(program, expected);
  return text.empty() ? "" : "skipping zeros, " + text;
}

std::string CompareBits(const runtime::Model& model,
                        const Expectation& expected, unsigned threads) {
  CompiledModel single(model, 1);
  const Trace trace = TraceOf(single, expected);
  if (!trace.IsFinite()) return "";
  CompiledModel team(model, threads);
  if (!TraceOf(team, expected).HasSameBits(trace))
    return llvm::formatv("{0} threads give other bits", threads);
  if (model.sparse_steps.train_step == nullptr) return "";
  CompiledModel sparse(model, threads, model.sparse_steps);
  if (!TraceOf(sparse, expected).HasSameBits(trace))
    return llvm::formatv("{0} threads that skip zeros give other bits",
                         threads);
  const std::string text = ComparePredictOne(sparse, expected);
  return text.empty() ? "" : "skipping zeros, " + text;
}

std::string CompareGradient(const runtime::Model& model,
                            const Expectation& expected, unsigned threads) {
  std::string names = CompareTensorNames(model, expected.initial);
  if (!names.empty() || expected.steps.empty()) return names;
  CompiledModel program(model, threads);
  program.SetState(expected.initial);
  const ExpectedStep& step = expected.steps.front();
  std::string text =
      CompareMetrics("gradient", program.Train(step.step), step.metrics);
  if (!text.empty()) return text;
  const State actual = program.GetState();
  for (const auto& [name, tensor] : step.state) {
    if (!tensor.is_certain) continue;
    const Tensor& before = expected.initial.at(name);
    const ExpectedTensor change = {Minus(tensor.value, before), tensor.spread};
    text = CompareTensors("gradient of " + name + " times the learning rate",
                          Minus(actual.at(name), before), change,
                          kGradientTolerance);
    if (!text.empty()) return text;
  }
  return "";
}

}  // namespace sinter::differential
