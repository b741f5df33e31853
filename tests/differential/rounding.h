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
  // it is a difference of two numbers as large.
  void Disturb(mlir::Operation& op, llvm::ArrayRef<Tensor> operands,
               std::vector<Tensor>& results);

 private:
  double Draw();

  std::mt19937 random_;
};

// Whether the op's derivative jumps where its operand is 0: relu, leaky_relu.
bool HasKink(mlir::Operation& op);

// The operands of a run's ops with a kink, one after the other.
class Kinks {
 public:
  void Clear() { operands_.clear(); }
  void Record(mlir::Operation& op, llvm::ArrayRef<Tensor> operands);

  // Whether rounding decides on which side of 0 some operand is: it is nearer
  // to 0 than `disturbed` runs of the same function are to it.
  bool AreWithin(const std::vector<Kinks>& disturbed) const;

 private:
  std::vector<double> operands_;
};

}  // namespace sinter::differential

#endif  // SINTER_TESTS_DIFFERENTIAL_ROUNDING_H_
