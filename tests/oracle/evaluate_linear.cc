// nn_linear_ops.td in double precision.
#include <cmath>

#include "compiler/ir/nn_dialect.h"
#include "llvm/ADT/TypeSwitch.h"
#include "tests/oracle/evaluate.h"

namespace sinter::oracle {
namespace {

Tensor Transposed(const Tensor& x) {
  Tensor y = Tensor::Zeros({x.cols(), x.rows()});
  for (int64_t i = 0; i < y.rows(); ++i)
    for (int64_t j = 0; j < y.cols(); ++j) y(i, j) = x(j, i);
  return y;
}

Tensor Rescale(nn::RescaleOp op, Operands in) {
  const double scale = RoundToFloat(op.getScale());
  const double offset = RoundToFloat(op.getOffset());
  return Map(in[0], [&](double x) { return x * scale + offset; });
}

Tensor Matmul(nn::MatmulOp op, Operands in) {
  const Tensor a = op.getTransposeA() ? Transposed(in[0]) : in[0];
  const Tensor b = op.getTransposeB() ? Transposed(in[1]) : in[1];
  const int64_t rows = a.rows(), terms = a.cols(), cols = b.cols();
  Tensor c = Tensor::Zeros({rows, cols});
  // Along rows of b and c: most of an interpreter's time is spent here.
  for (int64_t i = 0; i < rows; ++i)
    for (int64_t k = 0; k < terms; ++k) {
      const double term = a.data[i * terms + k];
      const double* from = &b.data[k * cols];
      double* to = &c.data[i * cols];
      for (int64_t j = 0; j < cols; ++j) to[j] += term * from[j];
    }
  return c;
}

Tensor BiasAdd(Operands in) {
  Tensor y = in[0];
  for (int64_t i = 0; i < y.rows(); ++i)
    for (int64_t j = 0; j < y.cols(); ++j) y(i, j) += in[1](0, j);
  return y;
}

Tensor ReduceSum(const Tensor& x) {
  Tensor y = Tensor::Zeros({x.cols()});
  for (int64_t i = 0; i < x.rows(); ++i)
    for (int64_t j = 0; j < x.cols(); ++j) y(0, j) += x(i, j);
  return y;
}

Tensor Broadcast(nn::BroadcastOp op, const Tensor& x) {
  Tensor y = Tensor::Zeros(ResultShape(op));
  for (int64_t i = 0; i < y.rows(); ++i)
    for (int64_t j = 0; j < y.cols(); ++j) y(i, j) = x(0, j);
  return y;
}

double Sum(double a, double b) { return a + b; }
double Product(double a, double b) { return a * b; }

}  // namespace

Tensors EvaluateLinear(mlir::Operation* op, Operands in) {
  return llvm::TypeSwitch<mlir::Operation*, Tensors>(op)
      .Case([&](nn::CastOp) { return Tensors{in[0]}; })
      .Case(
          [&](nn::RescaleOp rescale) { return Tensors{Rescale(rescale, in)}; })
      .Case([&](nn::CopyOp) { return Tensors{in[0]}; })
      .Case([&](nn::ReshapeOp reshape) {
        return Tensors{Tensor(ResultShape(reshape), in[0].data)};
      })
      .Case([&](nn::MatmulOp matmul) { return Tensors{Matmul(matmul, in)}; })
      .Case([&](nn::BiasAddOp) { return Tensors{BiasAdd(in)}; })
      .Case([&](nn::AddOp) { return Tensors{Map(in[0], in[1], Sum)}; })
      .Case([&](nn::MultiplyOp) { return Tensors{Map(in[0], in[1], Product)}; })
      .Case([&](nn::ReduceSumOp) { return Tensors{ReduceSum(in[0])}; })
      .Case([&](nn::BroadcastOp broadcast) {
        return Tensors{Broadcast(broadcast, in[0])};
      })
      .Default([](mlir::Operation*) { return Tensors(); });
}

}  // namespace sinter::oracle
