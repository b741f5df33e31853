#include "tests/differential/rounding.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <unordered_map>

#include "compiler/ir/nn_dialect.h"
#include "tests/differential/tolerance.h"
#include "tests/oracle/evaluate.h"

namespace sinter::differential {
namespace {

// Eight half units in the last place. One op of a program rounds once, but its
// functions are off by up to a few units, and few runs have to show what is
// possible.
constexpr double kAmplitude = 8 * 0x1p-24;

// Whether a program's results are exact: copies, choices, signs.
bool IsExact(mlir::Operation& op) {
  if (auto rescale = llvm::dyn_cast<nn::RescaleOp>(op))
    return std::abs(rescale.getScale()) == 1 && rescale.getOffset() == 0;
  if (auto spread = llvm::dyn_cast<nn::SpreadOp>(op))
    return spread.getStrides() == spread.getWindow();
  if (auto sum = llvm::dyn_cast<nn::SumPoolOp>(op))
    return llvm::all_equal(sum.getWindow()) && sum.getWindow()[0] == 1;
  return llvm::isa<nn::CastOp, nn::CopyOp, nn::ReshapeOp, nn::BroadcastOp,
                   nn::ConcatOp, nn::SliceOp, nn::EmbedOp, nn::PermuteOp,
                   nn::ReluOp, nn::ReluGradOp, nn::MaximumOp, nn::MinimumOp,
                   nn::WhereGreaterOp, nn::CountPoolOp, nn::PeakOp,
                   nn::ClippedReluOp, nn::MaxPoolOp, nn::AccuracyOp,
                   nn::TopKAccuracyOp, nn::ConstantOp>(op);
}

// Whether a program makes equal numbers of equal pixels, up to the next
// max_pool: which of them that takes is not for rounding to decide.
bool MakesEqualNumbers(mlir::Operation& op) {
  if (llvm::isa<nn::RescaleOp>(op)) return true;
  const auto type =
      llvm::dyn_cast<mlir::RankedTensorType>(op.getResult(0).getType());
  return type && type.getRank() == 4 &&
         llvm::isa<nn::Conv2DOp, nn::DepthwiseConv2DOp, nn::ConcatOp,
                   nn::SliceOp, nn::EmbedOp, nn::BiasAddOp, nn::ScaleOp,
                   nn::LeakyReluOp, nn::EluOp, nn::SigmoidOp, nn::TanhOp,
                   nn::SiluOp, nn::SoftsignOp, nn::ClippedReluOp, nn::SeluOp,
                   nn::HardSigmoidOp, nn::HardSiluOp, nn::MishOp,
                   nn::SoftplusOp, nn::ExponentialOp>(op);
}

// The same for an op on rows: equal pixels give equal rows.
bool MakesEqualRows(mlir::Operation& op) {
  const auto type =
      llvm::dyn_cast<mlir::RankedTensorType>(op.getResult(0).getType());
  return type && type.getRank() == 4 && llvm::isa<nn::NormalizeOp>(op);
}

bool IsFloat(mlir::Type type) {
  return mlir::getElementTypeOrSelf(type).isF32();
}

// The largest number that a loss takes off another one: the difference keeps
// its rounding, however small it is. 0 where none is.
double LargestTerm(mlir::Operation& op, llvm::ArrayRef<Tensor> operands) {
  if (llvm::isa<nn::SparseCrossEntropyOp, nn::CrossEntropyOp>(op))
    return LargestOf(operands[0]);
  if (llvm::isa<nn::LogCoshOp>(op)) return std::log(2.0);
  if (llvm::isa<nn::BinaryCrossEntropyOp>(op))
    return LargestOf(operands[0]) * std::max(1.0, LargestOf(operands[1]));
  if (llvm::isa<nn::PoissonOp>(op)) return LargestOf(operands[0]);
  return 0;
}

// What is smaller than the normal numbers of float32 is zero in a program
// (runtime/engine/subnormals.h): numbers that a double tells apart are equal.
double Stored(double value) {
  return std::abs(value) < std::numeric_limits<float>::min() ? 0 : value;
}

// 1 / sqrt(variance + epsilon) of each row.
std::vector<double> InverseDeviationsOf(const Tensor& x, double epsilon) {
  std::vector<double> inverses;
  for (int64_t i = 0; i < x.rows(); ++i) {
    double sum = 0;
    double squares = 0;
    for (int64_t j = 0; j < x.cols(); ++j) sum += x(i, j);
    const double mean = sum / x.cols();
    for (int64_t j = 0; j < x.cols(); ++j)
      squares += (x(i, j) - mean) * (x(i, j) - mean);
    inverses.push_back(1 / std::sqrt(squares / x.cols() + epsilon));
  }
  return inverses;
}

// Pixels of the samples that count; rows without a sample are zero and stay it.
int64_t RowsOf(const Tensor& batch, const Tensor& samples) {
  return batch.rows() / batch.shape[0] * static_cast<int64_t>(samples.scalar());
}

std::vector<double> LargestOfChannels(const Tensor& x, int64_t rows) {
  std::vector<double> largest(x.cols());
  for (int64_t i = 0; i < rows; ++i)
    for (int64_t j = 0; j < x.cols(); ++j)
      largest[j] = std::max(largest[j], std::abs(x(i, j)));
  return largest;
}

// A target: of a label, 1 in its column.
double TargetOf(const Tensor& targets, int64_t i, int64_t j) {
  return targets.rank() == 2 ? targets(i, j) : targets.data[i] == j;
}

}  // namespace

double Noise::Draw() { return kAmplitude * (random_() / 2147483648.0 - 1); }

void Noise::Disturb(Tensor& tensor) {
  for (double& value : tensor.data) value = Stored(value * (1 + Draw()));
}

void Noise::DisturbEqually(Tensor& tensor) {
  std::unordered_map<double, double> factors;
  for (double& value : tensor.data) {
    const auto [factor, is_new] = factors.try_emplace(value);
    if (is_new) factor->second = 1 + Draw();
    value = Stored(value * factor->second);
  }
}

void Noise::DisturbRowsEqually(const Tensor& operand, Tensor& result) {
  std::map<std::vector<double>, std::vector<double>> factors;
  const size_t cols = result.cols();
  for (size_t begin = 0; begin < result.data.size(); begin += cols) {
    const auto row = operand.data.begin() + begin;
    const auto [entry, is_new] =
        factors.try_emplace(std::vector<double>(row, row + cols));
    for (size_t i = 0; i < cols; ++i) {
      if (is_new) entry->second.push_back(1 + Draw());
      double& value = result.data[begin + i];
      value = Stored(value * entry->second[i]);
    }
  }
}

void Noise::ShiftRows(const Tensor& operand, const std::vector<double>& factors,
                      Tensor& result) {
  std::map<std::vector<double>, double> shifts;  // equal rows stay equal
  const size_t cols = result.cols();
  for (int64_t i = 0; i < result.rows(); ++i) {
    const auto row = operand.data.begin() + i * cols;
    const std::vector<double> numbers(row, row + cols);
    const auto [entry, is_new] = shifts.try_emplace(numbers);
    if (is_new)
      for (const double number : numbers)
        entry->second = std::max(entry->second, std::abs(number));
    if (is_new) entry->second *= Draw() * factors[i];
    for (size_t j = 0; j < cols; ++j) result(i, j) += entry->second;
  }
}

void Noise::ShiftChannels(const Tensor& operand, int64_t rows,
                          const Tensor& variance, double epsilon,
                          Tensor& result) {
  const std::vector<double> largest = LargestOfChannels(operand, rows);
  for (int64_t j = 0; j < result.cols(); ++j) {
    const double shift =
        Draw() * largest[j] / std::sqrt(variance.data[j] + epsilon);
    for (int64_t i = 0; i < rows; ++i) result(i, j) += shift;
  }
}

// Equal numbers have a variance of 0, but for the rounding of their mean.
void Noise::WidenVariances(const Tensor& operand, int64_t rows,
                           Tensor& variance) {
  const std::vector<double> largest = LargestOfChannels(operand, rows);
  for (int64_t j = 0; j < operand.cols(); ++j) {
    const double shift = Draw() * largest[j];
    variance.data[j] += shift * shift;
  }
}

void Noise::ShiftByMeans(mlir::Operation& op, llvm::ArrayRef<Tensor> operands,
                         std::vector<Tensor>& results) {
  if (auto rows = llvm::dyn_cast<nn::NormalizeOp>(op))
    ShiftRows(operands[0], InverseDeviationsOf(operands[0], rows.getEpsilon()),
              results[0]);
  if (auto rows = llvm::dyn_cast<nn::NormalizeGradOp>(op))
    ShiftRows(operands[0], InverseDeviationsOf(operands[1], rows.getEpsilon()),
              results[0]);
  if (auto batch = llvm::dyn_cast<nn::BatchNormalizeOp>(op)) {
    const int64_t rows = RowsOf(operands[0], operands[1]);
    ShiftChannels(operands[0], rows, results[2], batch.getEpsilon(),
                  results[0]);
    WidenVariances(operands[0], rows, results[2]);
  }
  if (auto batch = llvm::dyn_cast<nn::BatchNormalizeGradOp>(op))
    ShiftChannels(operands[0], RowsOf(operands[0], operands[3]), operands[2],
                  batch.getEpsilon(), results[0]);
}

void Noise::Disturb(State& state) {
  for (auto& [name, tensor] : state) Disturb(tensor);
}

void Noise::DisturbByTargets(llvm::ArrayRef<Tensor> operands,
                             Tensor& gradient) {
  for (int64_t i = 0; i < gradient.rows(); ++i)
    for (int64_t j = 0; j < gradient.cols(); ++j)
      gradient(i, j) +=
          Draw() * std::abs(operands[0].data[i] * TargetOf(operands[2], i, j));
}

void Noise::Disturb(mlir::Operation& op, llvm::ArrayRef<Tensor> operands,
                    std::vector<Tensor>& results) {
  if (IsExact(op)) return;
  ShiftByMeans(op, operands, results);
  if (MakesEqualNumbers(op)) return DisturbEqually(results[0]);
  if (MakesEqualRows(op)) return DisturbRowsEqually(operands[0], results[0]);
  for (size_t i = 0; i < results.size(); ++i)
    if (IsFloat(op.getResult(i).getType())) Disturb(results[i]);
  // Below 0 gelu's 1 + erf has lost digits: both are off by their first
  // operand's rounding, however small they are.
  if (llvm::isa<nn::GeluOp, nn::GeluGradOp>(op))
    for (size_t i = 0; i < results[0].data.size(); ++i)
      results[0].data[i] += Draw() * std::abs(operands[0].data[i]);
  if (const double term = LargestTerm(op, operands); term > 0)
    for (double& loss : results[0].data) loss += Draw() * term;
  if (llvm::isa<nn::SparseCrossEntropyGradOp, nn::CrossEntropyGradOp>(op))
    DisturbByTargets(operands, results[0]);
}

// Where a loss' slope jumps.
std::vector<double> LossKinksOf(mlir::Operation& op, const Tensor& scores,
                                const Tensor& targets) {
  const bool of_error =
      llvm::isa<nn::MeanAbsoluteErrorOp, nn::MeanAbsolutePercentageErrorOp>(op);
  const bool of_clip =
      llvm::isa<nn::MeanSquaredLogarithmicErrorOp, nn::KlDivergenceOp>(op);
  const bool of_hinge = llvm::isa<nn::HingeOp>(op);
  std::vector<double> kinks;
  for (int64_t i = 0; i < scores.rows(); ++i)
    for (int64_t j = 0; j < scores.cols(); ++j) {
      const double o = scores(i, j);
      const double t = TargetOf(targets, i, j);
      if (of_error) kinks.push_back(o - t);
      if (of_clip) kinks.push_back(o - 1e-7);
      if (of_clip) kinks.push_back(o - 1);
      if (of_hinge) kinks.push_back(1 - (t == 0 ? -1 : t) * o);
    }
  return kinks;
}

std::vector<double> Differences(const Tensor& x,
                                std::initializer_list<double> kinks) {
  std::vector<double> differences;
  for (const double kink : kinks)
    for (const double value : x.data) differences.push_back(value - kink);
  return differences;
}

std::vector<double> Differences(const Tensor& a, const Tensor& b) {
  std::vector<double> differences = a.data;
  for (size_t i = 0; i < differences.size(); ++i) differences[i] -= b.data[i];
  return differences;
}

std::vector<double> KinksOf(mlir::Operation& op,
                            llvm::ArrayRef<Tensor> operands) {
  if (llvm::isa<nn::ReluOp, nn::LeakyReluOp, nn::SeluOp>(op))
    return operands[0].data;
  if (auto elu = llvm::dyn_cast<nn::EluOp>(op); elu && elu.getAlpha() != 1)
    return operands[0].data;
  if (auto relu = llvm::dyn_cast<nn::ClippedReluOp>(op))
    return Differences(operands[0], {0, relu.getMaxValue()});
  if (llvm::isa<nn::HardSigmoidOp, nn::HardSiluOp>(op))
    return Differences(operands[0], {-3, 3});
  if (llvm::isa<nn::MaximumOp, nn::MinimumOp>(op))
    return Differences(operands[0], operands[1]);
  if (auto penalty = llvm::dyn_cast<nn::PenaltyOp>(op);
      penalty && penalty.getL1() != 0)
    return operands[0].data;
  if (llvm::isa<nn::PeakOp>(op)) return oracle::PeakMargins(&op, operands);
  if (llvm::isa<nn::MaxPoolOp>(op)) return oracle::PoolMargins(&op, operands);
  if (op.hasTrait<nn::PointwiseLoss>() && !op.hasTrait<nn::LossGradient>())
    return LossKinksOf(op, operands[0], operands[1]);
  return {};
}

// A label, or the place of the first largest of several targets.
int64_t LabelOf(const Tensor& targets, int64_t i) {
  if (targets.rank() == 1) return static_cast<int64_t>(targets.data[i]);
  int64_t best = 0;
  for (int64_t j = 1; j < targets.cols(); ++j)
    if (targets(i, j) > targets(i, best)) best = j;
  return best;
}

std::vector<double> CountMarginsOf(mlir::Operation& op,
                                   llvm::ArrayRef<Tensor> operands) {
  if (llvm::isa<nn::BinaryAccuracyOp>(op)) {
    std::vector<double> margins;
    for (const double output : operands[0].data)
      margins.push_back(output - 0.5);
    return margins;
  }
  auto top = llvm::dyn_cast<nn::TopKAccuracyOp>(op);
  if (!top && !llvm::isa<nn::AccuracyOp>(op)) return {};
  const size_t k = top ? top.getK() : 1;
  const Tensor& scores = operands[0];
  std::vector<double> margins;
  for (int64_t i = 0; i < scores.rows(); ++i) {
    const int64_t label = LabelOf(operands[1], i);
    std::vector<double> others;
    for (int64_t j = 0; j < scores.cols(); ++j)  // NaN cannot be sorted
      if (j != label)
        others.push_back(std::isnan(scores(i, j)) ? -INFINITY : scores(i, j));
    if (others.size() < k) continue;  // all are among the largest
    std::ranges::sort(others, std::greater());
    margins.push_back(scores(i, label) - others[k - 1]);
  }
  return margins;
}

void Kinks::Record(mlir::Operation& op, llvm::ArrayRef<Tensor> operands) {
  const std::vector<double> kinks = function_(op, operands);
  numbers_.insert(numbers_.end(), kinks.begin(), kinks.end());
}

bool Kinks::AreWithin(const std::vector<Kinks>& disturbed) const {
  for (size_t i = 0; i < numbers_.size(); ++i) {
    double spread = 0;
    for (const Kinks& other : disturbed)
      spread = std::max(spread, std::abs(other.numbers_[i] - numbers_[i]));
    if (spread > 0 && std::abs(numbers_[i]) <= spread) return true;
  }
  return false;
}

}  // namespace sinter::differential
