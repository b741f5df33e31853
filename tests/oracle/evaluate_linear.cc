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

uint32_t Mix(uint32_t x) {
  x ^= x >> 16;
  x *= 0x7feb352d;
  x ^= x >> 15;
  x *= 0x846ca68b;
  x ^= x >> 16;
  return x;
}

// An i32 argument, whichever way its sign was read.
uint32_t ToBits(const Tensor& scalar) {
  return static_cast<uint32_t>(static_cast<int64_t>(scalar.scalar()));
}

// Of the random numbers of an op, whose seed and iteration follow x.
uint32_t RandomKey(Operands in, uint32_t stream) {
  return Mix(ToBits(in[1]) ^ Mix(ToBits(in[2]) * 0x9E3779B9u + stream));
}

Tensor Dropout(nn::DropoutOp op, Operands in) {
  const double rate = op.getRate();
  const double scale = RoundToFloat(1 / (1 - rate));
  const uint32_t threshold = std::lround(rate * (1 << 24));
  const uint32_t key = RandomKey(in, op.getStream());
  Tensor y = in[0];
  for (size_t i = 0; i < y.data.size(); ++i) {
    const uint32_t index = i;
    const bool keep = (Mix(Mix(index) ^ key) >> 8) >= threshold;
    y.data[i] = keep ? y.data[i] * scale : 0;
  }
  return y;
}

// Giles' single-precision approximation, with its constants.
double InverseErf(double v) {
  constexpr double kCentral[] = {
      2.81022636e-08,  3.43273939e-07, -3.5233877e-06,
      -4.39150654e-06, 0.00021858087,  -0.00125372503,
      -0.00417768164,  0.246640727,    1.50140941};
  constexpr double kTail[] = {-0.000200214257, 0.000100950558, 0.00134934322,
                              -0.00367342844,  0.00573950773,  -0.0076224613,
                              0.00943887047,   1.00167406,     2.83297682};
  const double w = -std::log((1 - v) * (1 + v));
  const bool is_central = w < 5;
  const double at = is_central ? w - 2.5 : std::sqrt(w) - 3;
  double factor = 0;
  for (const double coefficient : is_central ? kCentral : kTail)
    factor = factor * at + coefficient;
  return factor * v;
}

Tensor GaussianNoise(nn::GaussianNoiseOp op, Operands in) {
  const double scale = RoundToFloat(op.getStddev()) * std::sqrt(2.0);
  const uint32_t key = RandomKey(in, op.getStream());
  Tensor y = in[0];
  for (size_t i = 0; i < y.data.size(); ++i) {
    const uint32_t index = i;
    const double draw = Mix(Mix(index) ^ key) >> 8;
    y.data[i] += scale * InverseErf((draw + 0.5 - 0x1p23) * 0x1p-23);
  }
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
      .Case(
          [&](nn::DropoutOp dropout) { return Tensors{Dropout(dropout, in)}; })
      .Case([&](nn::GaussianNoiseOp noise) {
        return Tensors{GaussianNoise(noise, in)};
      })
      .Default([](mlir::Operation*) { return Tensors(); });
}

}  // namespace sinter::oracle
