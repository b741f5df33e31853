// nn_pairwise_ops.td in double precision.
#include <cmath>

#include "compiler/ir/nn_dialect.h"
#include "llvm/ADT/TypeSwitch.h"
#include "tests/oracle/evaluate.h"

namespace sinter::oracle {
namespace {

double Divide(double a, double b) { return a / b; }
double LargerOf(double a, double b) { return a >= b || std::isnan(a) ? a : b; }
double SmallerOf(double a, double b) { return a <= b || std::isnan(a) ? a : b; }

Tensor WhereGreater(Operands in, bool or_equal) {
  Tensor y = in[0];
  for (size_t i = 0; i < y.data.size(); ++i) {
    const double a = in[1].data[i];
    const double b = in[2].data[i];
    if (!(a > b || (or_equal && a == b))) y.data[i] = 0;
  }
  return y;
}

}  // namespace

Tensors EvaluatePairwise(mlir::Operation* op, Operands in) {
  const auto map = [&](double (*f)(double, double)) {
    return Tensors{Map(in[0], in[1], f)};
  };
  return llvm::TypeSwitch<mlir::Operation*, Tensors>(op)
      .Case([&](nn::DivideOp) { return map(Divide); })
      .Case([&](nn::MaximumOp) { return map(LargerOf); })
      .Case([&](nn::MinimumOp) { return map(SmallerOf); })
      .Case([&](nn::WhereGreaterOp where) {
        return Tensors{WhereGreater(in, where.getOrEqual())};
      })
      .Default([](mlir::Operation*) { return Tensors(); });
}

}  // namespace sinter::oracle
