// What random numbers decide: nn.dropout, nn.gaussian_noise and nn.random_warp.
#include <array>
#include <cmath>
#include <numbers>
#include <optional>

#include "compiler/ir/nn_dialect.h"
#include "llvm/ADT/TypeSwitch.h"
#include "tests/oracle/evaluate.h"

namespace sinter::oracle {
namespace {

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

// ---- nn.random_warp ----

using Interval = std::optional<llvm::ArrayRef<double>>;

// The numbers of one sample.
struct Draws {
  uint32_t key;
  uint32_t sample;

  double Uniform(uint32_t i) const {
    return (Mix(Mix(8 * sample + i) ^ key) >> 8) * 0x1p-24;
  }
  double In(uint32_t i, Interval interval, double without) const {
    if (!interval) return without;
    const double low = (*interval)[0], high = (*interval)[1];
    return low + (high - low) * Uniform(i);
  }
};

// a . (r, c) + offset, rounded as the op says: of rows, then of columns.
struct Coordinate {
  float by_row;
  float by_column;
  float offset;

  float At(int64_t row, int64_t column) const {
    const float of_row = by_row * static_cast<float>(row);
    const float of_column = by_column * static_cast<float>(column);
    return (of_row + of_column) + offset;
  }
};
using Coordinates = std::array<Coordinate, 2>;

Coordinates DrawCoordinates(nn::RandomWarpOp op, Draws draws, int64_t rows,
                            int64_t columns) {
  const double flip = draws.Uniform(0) < 0.5 ? -1 : 1;
  const double row_zoom = draws.In(4, op.getRowZoom(), 1);
  const double column_zoom = draws.In(5, op.getColumnZoom(), row_zoom);
  const double angle = 2 * std::numbers::pi * draws.In(3, op.getAngle(), 0);
  const double of_rows = row_zoom * (op.getFlipsRows() ? flip : 1);
  const double of_columns = column_zoom * (op.getFlipsColumns() ? flip : 1);
  const double middle_row = (rows - 1) / 2.0, middle = (columns - 1) / 2.0;
  const auto make = [&](double by_row, double by_column, double center,
                        double shift) -> Coordinate {
    return {static_cast<float>(by_row), static_cast<float>(by_column),
            static_cast<float>(center - by_row * middle_row -
                               by_column * middle - shift)};
  };
  return {make(std::cos(angle) * of_rows, std::sin(angle) * of_columns,
               middle_row, draws.In(1, op.getRowShift(), 0) * rows),
          make(-std::sin(angle) * of_rows, std::cos(angle) * of_columns, middle,
               draws.In(2, op.getColumnShift(), 0) * columns)};
}

int64_t Modulo(int64_t a, int64_t b) { return (a % b + b) % b; }

// Where in an image's `size` rows or columns `index` is; -1: nowhere.
int64_t FindIndex(llvm::StringRef fill, int64_t index, int64_t size) {
  if (index >= 0 && index < size) return index;
  if (fill == "constant") return -1;
  if (fill == "nearest") return index < 0 ? 0 : size - 1;
  if (fill == "wrap") return Modulo(index, size);
  const int64_t place = Modulo(index, 2 * size);
  return place < size ? place : 2 * size - 1 - place;
}

// Indices and weights on one axis.
std::vector<std::pair<int64_t, double>> FindNodes(nn::RandomWarpOp op,
                                                  float coordinate,
                                                  int64_t size) {
  if (op.getNearest())
    return {{FindIndex(op.getFill(), std::lround(coordinate), size), 1.0}};
  const float lower = std::floor(coordinate);
  const double weight = coordinate - lower;
  const auto index = static_cast<int64_t>(lower);
  return {{FindIndex(op.getFill(), index, size), 1 - weight},
          {FindIndex(op.getFill(), index + 1, size), weight}};
}

Tensor RandomWarp(nn::RandomWarpOp op, Operands in) {
  const Tensor& x = in[0];
  Tensor y = Tensor::Zeros(x.shape);
  const int64_t rows = x.shape[1], columns = x.shape[2], channels = x.shape[3];
  const uint32_t key = RandomKey(in, op.getStream());
  const double fill = op.getFillValue().convertToDouble();
  for (int64_t n = 0; n < x.shape[0]; ++n) {
    const Coordinates coordinates =
        DrawCoordinates(op, {key, static_cast<uint32_t>(n)}, rows, columns);
    for (int64_t pixel = 0; pixel < rows * columns; ++pixel) {
      const int64_t r = pixel / columns, c = pixel % columns;
      for (const auto& [row, row_weight] :
           FindNodes(op, coordinates[0].At(r, c), rows))
        for (const auto& [column, column_weight] :
             FindNodes(op, coordinates[1].At(r, c), columns))
          for (int64_t k = 0; k < channels; ++k) {
            const bool is_inside = row >= 0 && column >= 0;
            const double weight = row_weight * column_weight;
            const int64_t image = n * rows * columns;
            const int64_t to = (image + pixel) * channels + k;
            const int64_t from =
                (image + row * columns + column) * channels + k;
            if (op.getTransposed()) {
              if (is_inside) y.data[from] += weight * x.data[to];
            } else {
              y.data[to] +=
                  weight * (is_inside ? x.data[from] : RoundToFloat(fill));
            }
          }
    }
  }
  return y;
}

}  // namespace

Tensors EvaluateRandom(mlir::Operation* op, Operands in) {
  return llvm::TypeSwitch<mlir::Operation*, Tensors>(op)
      .Case(
          [&](nn::DropoutOp dropout) { return Tensors{Dropout(dropout, in)}; })
      .Case([&](nn::GaussianNoiseOp noise) {
        return Tensors{GaussianNoise(noise, in)};
      })
      .Case(
          [&](nn::RandomWarpOp warp) { return Tensors{RandomWarp(warp, in)}; })
      .Default([](mlir::Operation*) { return Tensors(); });
}

}  // namespace sinter::oracle
