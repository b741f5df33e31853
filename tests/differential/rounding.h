// What float32 rounding does to a model, found by disturbing the interpreter: a
// program whose results are further off has a fault.
#ifndef SINTER_TESTS_DIFFERENTIAL_ROUNDING_H_
#define SINTER_TESTS_DIFFERENTIAL_ROUNDING_H_

#include <cstdint>
#include <random>
#include <vector>

#include "tests/codegen/reference/batch.h"
#include "tests/oracle/interpreter.h"

namespace sinter::differential {

using oracle::State;
using oracle::Tensor;

// Changes numbers by some units of float32's precision, at random.
class Noise {
 public:
  explicit Noise(uint32_t seed) : random_(seed) {}

  void Disturb(Tensor& tensor);
  void Disturb(State& state);
  // The results of an op; a loss also by the rounding of its operand, because
  // it is a difference of two numbers as large, and a normalization by that of
  // the mean that it takes off.
  void Disturb(mlir::Operation& op, llvm::ArrayRef<Tensor> operands,
               std::vector<Tensor>& results);

 private:
  double Draw();
  // Equal numbers stay equal.
  void DisturbEqually(Tensor& tensor);
  // Rows of equal operands stay equal.
  void DisturbRowsEqually(const Tensor& operand, Tensor& result);

  // Of a cross-entropy's gradient, dy * (p - t): where a probability is nearly
  // its target, little but its rounding is left.
  void DisturbByTargets(llvm::ArrayRef<Tensor> operands, Tensor& gradient);
  // Of a normalization or its gradient: the mean of a row or channel is off by
  // the rounding of the numbers that it is of, and all results there with it,
  // however small they are; a variance by the square of that.
  void ShiftByMeans(mlir::Operation& op, llvm::ArrayRef<Tensor> operands,
                    std::vector<Tensor>& results);
  void ShiftRows(const Tensor& operand, const std::vector<double>& factors,
                 Tensor& result);
  void ShiftChannels(const Tensor& operand, int64_t rows,
                     const Tensor& variance, double epsilon, Tensor& result);
  void WidenVariances(const Tensor& operand, int64_t rows, Tensor& variance);

  std::mt19937 random_;
};

// Numbers where the op's derivative jumps if one of them passes 0: operands of
// relu and leaky_relu, margins of max_pool. None of an op without such kinks.
std::vector<double> KinksOf(mlir::Operation& op,
                            llvm::ArrayRef<Tensor> operands);

// How far each sample is from counting otherwise in an accuracy: the label's
// score less the largest, or k-th largest, of the others.
std::vector<double> CountMarginsOf(mlir::Operation& op,
                                   llvm::ArrayRef<Tensor> operands);

// Those of a run's ops, one after the other.
class Kinks {
 public:
  using Function = std::vector<double> (*)(mlir::Operation&,
                                           llvm::ArrayRef<Tensor>);

  explicit Kinks(Function function = KinksOf) : function_(function) {}

  void Clear() { numbers_.clear(); }
  void Record(mlir::Operation& op, llvm::ArrayRef<Tensor> operands);

  // Whether rounding decides on which side of 0 some number is: it is nearer
  // to 0 than `disturbed` runs of the same function are to it.
  bool AreWithin(const std::vector<Kinks>& disturbed) const;

 private:
  Function function_;
  std::vector<double> numbers_;
};

}  // namespace sinter::differential

#endif  // SINTER_TESTS_DIFFERENTIAL_ROUNDING_H_
