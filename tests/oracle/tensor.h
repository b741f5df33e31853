// What the interpreter computes with: a shape and numbers in row-major order.
#ifndef SINTER_TESTS_ORACLE_TENSOR_H_
#define SINTER_TESTS_ORACLE_TENSOR_H_

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace sinter::oracle {

// Every number is a double, labels and pixels too. A scalar has the shape {}.
struct Tensor {
  std::vector<int64_t> shape;
  std::vector<double> data;

  Tensor() : data(1) {}
  Tensor(std::vector<int64_t> shape, std::vector<double> data)
      : shape(std::move(shape)), data(std::move(data)) {}

  static Tensor Scalar(double value) { return {{}, {value}}; }

  static Tensor Zeros(std::vector<int64_t> shape) {
    int64_t size = 1;
    for (const int64_t dimension : shape) size *= dimension;
    return {std::move(shape), std::vector<double>(size)};
  }

  int64_t rank() const { return shape.size(); }

  // Rows along the last dimension: [2, 3, 4] has 6 of 4 elements.
  int64_t cols() const { return shape.empty() ? 1 : shape.back(); }
  int64_t rows() const { return static_cast<int64_t>(data.size()) / cols(); }

  double& operator()(int64_t row, int64_t col) {
    return data[row * cols() + col];
  }
  double operator()(int64_t row, int64_t col) const {
    return data[row * cols() + col];
  }

  double scalar() const { return data.front(); }
};

}  // namespace sinter::oracle

#endif  // SINTER_TESTS_ORACLE_TENSOR_H_
