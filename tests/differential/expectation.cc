#include "tests/differential/expectation.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <set>

#include "compiler/ir/nn_dialect.h"
#include "tests/codegen/reference/interpreted_model.h"
#include "tests/differential/rounding.h"
#include "tests/differential/tolerance.h"

namespace sinter::differential {
namespace {

using oracle::InterpretedModel;

constexpr size_t kSamples = 64;
constexpr size_t kDisturbedRuns = 2;

std::shared_ptr<const Dataset> MakeData(const ModelSpec& spec) {
  // A third of the models sees images that are mostly black.
  const double zeros = spec.seed % 3 == 0 ? 0.8 : 0;
  return std::make_shared<Dataset>(
      oracle::MakeData(oracle::TypeOf(spec), kSamples, spec.seed, zeros));
}

// Parameters of a size that keeps activations near 1, whatever the spec's
// initializers are; zeros or ones would make all units equal.
State DrawParameters(const ModelSpec& spec, InterpretedModel& model) {
  State state = model.Initialize();
  std::mt19937 random(spec.seed);
  const auto uniform = [&] { return random() / 2147483648.0 - 1; };
  for (const std::string& name : model.ParameterNames()) {
    Tensor& tensor = state.at(name);
    const double limit =
        tensor.rank() > 1 ? std::sqrt(3.0 / tensor.rows()) : 0.2;
    for (double& value : tensor.data)
      value = static_cast<float>(limit * uniform());
  }
  return state;
}

// Of the sums of metrics: which of them count what is right. With several
// outputs, the loss of each comes before its metrics.
std::vector<bool> AreCounts(const ModelSpec& spec) {
  std::vector<bool> counts;
  for (const auto& [output, metrics] : spec.compile.metrics) {
    if (spec.compile.metrics.size() > 1) counts.push_back(false);
    for (const MetricType* metric : metrics)
      counts.push_back(metric->name.ends_with("accuracy"));
  }
  return counts;
}

// Whether `op` adds up squares, which no result shows, that are infinite in
// float32: the deviation of a row is infinite then, and the row becomes zeros.
bool SquaresOverflow(mlir::Operation& op, llvm::ArrayRef<Tensor> operands) {
  const auto of_row = [](const Tensor& x) {
    return LargestOf(x) * LargestOf(x) * static_cast<double>(x.cols());
  };
  if (mlir::isa<nn::NormalizeOp>(op))
    return !(of_row(operands[0]) <= kOverflow);
  return mlir::isa<nn::NormalizeGradOp>(op) &&
         !(of_row(operands[1]) <= kOverflow);
}

// The interpreter's run of a model, and disturbed ones beside it.
class Ensemble {
 public:
  Ensemble(const ModelSpec& spec)
      : model_(spec),
        are_counts_(AreCounts(spec)),
        initial_(DrawParameters(spec, model_)) {
    state_ = initial_;
    for (size_t i = 0; i < kDisturbedRuns; ++i) {
      noise_.emplace_back(i + 1);
      disturbed_.push_back(initial_);
    }
  }

  const State& initial() const { return initial_; }
  const State& state() const { return state_; }
  // Whether the last run had a number that is infinite in float32.
  bool overflows() const { return overflows_; }

  ExpectedPrediction Predict(const Step& step) {
    ExpectedPrediction expected = {step, PredictOutput(step), {}, overflows_};
    expected.metrics = Evaluate(step);
    expected.overflows |= overflows_;
    std::ranges::fill(disturbed_, state_);
    return expected;
  }

  // Goes one step on.
  ExpectedStep Train(const Step& step) {
    ExpectedStep expected = {step, TrainAll(step), {}, false};
    const bool is_kinked = kinks_.AreWithin(disturbed_kinks_);
    expected.state = ExpectState();
    for (auto& [name, tensor] : expected.state) {
      tensor.is_certain = !is_kinked && IsCertain(tensor);
      expected.restarts |= !tensor.is_certain;
    }
    if (expected.restarts) std::ranges::fill(disturbed_, state_);
    return expected;
  }

 private:
  void Observe() {
    kinks_.Clear();
    margins_.Clear();
    overflows_ = false;
    model_.SetObserver(
        [this](mlir::Operation& op, auto operands, auto& results) {
          kinks_.Record(op, operands);
          margins_.Record(op, operands);
          for (const Tensor& result : results)
            overflows_ |= !(LargestOf(result) <= kOverflow);
          overflows_ |= SquaresOverflow(op, operands);
        });
  }

  void ObserveDisturbed(size_t run) {
    disturbed_kinks_.resize(kDisturbedRuns);
    disturbed_margins_.resize(kDisturbedRuns, Kinks(CountMarginsOf));
    disturbed_kinks_[run].Clear();
    disturbed_margins_[run].Clear();
    model_.SetObserver(
        [this, run](mlir::Operation& op, auto operands, auto& results) {
          disturbed_kinks_[run].Record(op, operands);
          disturbed_margins_[run].Record(op, operands);
          noise_[run].Disturb(op, operands, results);
        });
  }

  // The result of `run` with the state, and the results of disturbed runs.
  template <typename Run>
  auto RunAll(Run run) {
    Observe();
    const auto result = run(state_);
    std::vector<std::remove_const_t<decltype(result)>> disturbed;
    for (size_t i = 0; i < kDisturbedRuns; ++i) {
      ObserveDisturbed(i);
      noise_[i].Disturb(disturbed_[i]);
      disturbed.push_back(run(disturbed_[i]));
    }
    return std::pair(result, disturbed);
  }

  ExpectedMetrics ExpectMetrics(const Metrics& metrics,
                                const std::vector<Metrics>& disturbed) const {
    ExpectedMetrics expected = {metrics};
    expected.are_counts = are_counts_;
    expected.are_counts_certain = !margins_.AreWithin(disturbed_margins_);
    expected.sum_spreads.resize(metrics.sums.size());
    const auto widen = [](double& spread, double other, double number) {
      spread = std::max(spread, std::abs(other - number));
    };
    for (const Metrics& other : disturbed) {
      widen(expected.loss_spread, other.loss, metrics.loss);
      for (size_t i = 0; i < metrics.sums.size(); ++i)
        widen(expected.sum_spreads[i], other.sums[i], metrics.sums[i]);
    }
    return expected;
  }

  ExpectedMetrics TrainAll(const Step& step) {
    const auto [metrics, disturbed] =
        RunAll([&](State& state) { return model_.Train(step, state); });
    return ExpectMetrics(metrics, disturbed);
  }

  ExpectedMetrics Evaluate(const Step& step) {
    const auto [metrics, disturbed] =
        RunAll([&](State& state) { return model_.Evaluate(step, state); });
    return ExpectMetrics(metrics, disturbed);
  }

  ExpectedTensor PredictOutput(const Step& step) {
    const auto [output, disturbed] =
        RunAll([&](State& state) { return model_.Predict(step, state); });
    ExpectedTensor expected = ExpectTensor(output, disturbed);
    // Only the samples' rows count.
    expected.value.shape[0] = step.indices.size();
    expected.value.data.resize(step.indices.size() * output.cols());
    return expected;
  }

  static ExpectedTensor ExpectTensor(const Tensor& value,
                                     const std::vector<Tensor>& disturbed) {
    ExpectedTensor expected = {value};
    for (const Tensor& other : disturbed)
      expected.spread =
          std::max(expected.spread, LargestDifference(value, other));
    return expected;
  }

  std::map<std::string, ExpectedTensor> ExpectState() const {
    std::map<std::string, ExpectedTensor> expected;
    for (const auto& [name, value] : state_) {
      std::vector<Tensor> others;
      for (const State& other : disturbed_) others.push_back(other.at(name));
      expected[name] = ExpectTensor(value, others);
    }
    return expected;
  }

  InterpretedModel model_;
  const std::vector<bool> are_counts_;
  State initial_;
  State state_;
  Kinks kinks_;
  Kinks margins_{CountMarginsOf};
  bool overflows_ = false;
  std::vector<State> disturbed_;
  std::vector<Noise> noise_;
  std::vector<Kinks> disturbed_kinks_;
  std::vector<Kinks> disturbed_margins_;
};

Step MakeStep(const ModelSpec& spec, const Dataset& data, uint32_t iteration,
              uint32_t samples) {
  Step step = oracle::MakeStep(data, iteration, samples);
  step.seed = spec.seed;
  step.learning_rate = LearningRate(spec.compile.optimizer);
  return step;
}

// How much the learning rate of a step has to be for the largest change of any
// parameter to be between a half and one.
float UnitRate(const ModelSpec& spec, const Step& step) {
  InterpretedModel model(spec);
  State state = DrawParameters(spec, model);
  const State before = state;
  Step unit = step;
  unit.learning_rate = 1;
  model.Train(unit, state);
  double largest = 0;
  for (const auto& [name, tensor] : state)
    largest = std::max(largest, LargestDifference(tensor, before.at(name)));
  if (!(largest > 0) || !std::isfinite(largest)) return 1;
  return std::ldexp(1.0f, -std::clamp(std::ilogb(largest) + 1, -60, 60));
}

}  // namespace

ModelSpec PlainDescent(ModelSpec spec) {
  spec.compile.optimizer = SgdOptimizer();
  return spec;
}

Expectation ExpectTraining(const ModelSpec& spec) {
  Expectation expected;
  expected.data = MakeData(spec);
  Ensemble ensemble(spec);
  expected.initial = ensemble.initial();
  const uint32_t batch = spec.fit.batch_size;
  for (const uint32_t samples : std::set<uint32_t>{1, (batch + 2) / 3, batch})
    expected.predictions.push_back(
        ensemble.Predict(MakeStep(spec, *expected.data, samples, samples)));
  for (uint32_t i = 0; i < kSteps; ++i) {
    ExpectedStep step = ensemble.Train(
        MakeStep(spec, *expected.data, i, oracle::SamplesOf(i, batch)));
    if (ensemble.overflows()) break;
    if (i != 0 && i + 1 != kSteps && !step.restarts) step.state.clear();
    expected.steps.push_back(std::move(step));
  }
  return expected;
}

Expectation ExpectGradient(const ModelSpec& spec) {
  Expectation expected;
  expected.data = MakeData(spec);
  Step step = MakeStep(spec, *expected.data, 0, spec.fit.batch_size);
  step.learning_rate = UnitRate(spec, step);
  Ensemble ensemble(spec);
  expected.initial = ensemble.initial();
  ExpectedStep trained = ensemble.Train(step);
  if (!ensemble.overflows()) expected.steps.push_back(std::move(trained));
  return expected;
}

}  // namespace sinter::differential
