// Matrices of the tests: plain ones, and those stored as kernels want them.
#ifndef SINTER_TESTS_KERNELS_DENSE_H_
#define SINTER_TESTS_KERNELS_DENSE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <random>
#include <vector>

#include "runtime/engine/panel_layout.h"
#include "runtime/kernels/row_tiles.h"
#include "tests/kernels/guarded.h"

namespace sinter::kernels {

// The cut of `rows` rows into tiles of at most `height`, as the compiler cuts.
constexpr RowTiles CutRows(size_t rows, size_t height) {
  const size_t count = (rows + height - 1) / height;
  const size_t longest = (rows + count - 1) / count;
  return {longest, count, rows - count * (longest - 1)};
}

// Row-major without padding.
struct Dense {
  size_t rows;
  size_t cols;
  std::vector<float> values;

  Dense(size_t rows, size_t cols)
      : rows(rows), cols(cols), values(rows * cols) {}

  float& At(size_t row, size_t col) { return values[row * cols + col]; }
  float At(size_t row, size_t col) const { return values[row * cols + col]; }

  Dense Transposed() const {
    Dense result(cols, rows);
    for (size_t row = 0; row < rows; ++row)
      for (size_t col = 0; col < cols; ++col)
        result.At(col, row) = At(row, col);
    return result;
  }
};

using Draw = std::function<float()>;

inline Dense Filled(size_t rows, size_t cols, const Draw& draw) {
  Dense result(rows, cols);
  for (float& value : result.values) value = draw();
  return result;
}

// Sums of thousands of products of two of them are exact.
inline Draw SmallIntegers(std::mt19937& random) {
  return [&random] { return static_cast<float>(int(random() % 17) - 8); };
}

// Numbers between -1 and 1 with all bits of a float32.
inline Draw Numbers(std::mt19937& random) {
  return [&random] {
    return std::uniform_real_distribution<float>(-1.0f, 1.0f)(random);
  };
}

// A product with one of them is exact.
inline Draw PowersOfTwo(std::mt19937& random) {
  return [&random] { return random() % 2 == 0 ? 0.5f : -2.0f; };
}

// Zero but for `share` of the elements.
inline Draw Sparse(std::mt19937& random, double share) {
  return [&random, share, number = Numbers(random)] {
    return std::bernoulli_distribution(share)(random) ? number() : 0.0f;
  };
}

// A matrix in panels; what fills them up is zero.
class Panels {
 public:
  Panels(const Dense& matrix, const runtime::PanelLayout& layout)
      : lines_(LinesFor(layout.Size() * sizeof(float))) {
    for (size_t row = 0; row < matrix.rows; ++row)
      for (size_t col = 0; col < matrix.cols; ++col)
        data()[layout.Offset(row, col)] = matrix.At(row, col);
  }

  float* data() { return reinterpret_cast<float*>(lines_.data()); }
  const float* data() const {
    return reinterpret_cast<const float*>(lines_.data());
  }

 private:
  std::vector<CacheLine> lines_;
};

}  // namespace sinter::kernels

#endif  // SINTER_TESTS_KERNELS_DENSE_H_
