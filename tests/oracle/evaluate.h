// The value of one op from the values of its operands. Each family of ops has
// its own file; a function of another family's returns no results.
#ifndef SINTER_TESTS_ORACLE_EVALUATE_H_
#define SINTER_TESTS_ORACLE_EVALUATE_H_

#include <functional>
#include <vector>

#include "llvm/ADT/ArrayRef.h"
#include "mlir/IR/Operation.h"
#include "tests/oracle/tensor.h"

namespace sinter::oracle {

using Tensors = std::vector<Tensor>;
using Operands = llvm::ArrayRef<Tensor>;

Tensors EvaluateLinear(mlir::Operation* op, Operands in);
Tensors EvaluateRandom(mlir::Operation* op, Operands in);
Tensors EvaluateArrange(mlir::Operation* op, Operands in);
Tensors EvaluatePairwise(mlir::Operation* op, Operands in);
Tensors EvaluateActivation(mlir::Operation* op, Operands in);
Tensors EvaluateConvolution(mlir::Operation* op, Operands in);
Tensors EvaluateNormalization(mlir::Operation* op, Operands in);
Tensors EvaluateGradient(mlir::Operation* op, Operands in);
Tensors EvaluateLoss(mlir::Operation* op, Operands in);
Tensors EvaluateUpdate(mlir::Operation* op, Operands in);

// A constant that the op's description rounds to float32.
inline double RoundToFloat(double value) { return static_cast<float>(value); }

// How much the largest element of each of an nn.max_pool's windows is above
// each of its elements.
std::vector<double> PoolMargins(mlir::Operation* op, Operands in);
// The same of an nn.peak.
std::vector<double> PeakMargins(mlir::Operation* op, Operands in);

// Of the first result, a tensor.
std::vector<int64_t> ResultShape(mlir::Operation* op);

// y_i = f(x_i).
Tensor Map(const Tensor& x, const std::function<double(double)>& f);
// y_i = f(a_i, b_i).
Tensor Map(const Tensor& a, const Tensor& b,
           const std::function<double(double, double)>& f);

}  // namespace sinter::oracle

#endif  // SINTER_TESTS_ORACLE_EVALUATE_H_
