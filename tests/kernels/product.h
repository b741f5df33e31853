// The results of a product in the tests: where they were stored, how often, and
// what they should be.
#ifndef SINTER_TESTS_KERNELS_PRODUCT_H_
#define SINTER_TESTS_KERNELS_PRODUCT_H_

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "runtime/engine/panel_layout.h"
#include "runtime/kernels/matrix.h"
#include "runtime/kernels/row_tiles.h"
#include "tests/kernels/dense.h"

namespace sinter::kernels {

// kM x kN, sums of kK terms.
template <size_t kMRows, size_t kKTerms, size_t kNCols>
struct Shape {
  static constexpr size_t kM = kMRows;
  static constexpr size_t kK = kKTerms;
  static constexpr size_t kN = kNCols;
};

// What is stored in place of a sum that a product knows to be zero.
inline constexpr float kZeroMark = 0x1p40f;

// One column of panels for all columns; some padding more than there must be.
constexpr size_t OnePanel(size_t cols) { return RoundUpToLanes(cols) + 16; }

// Panels as the rhs of a product has them.
constexpr size_t BlockPanels(size_t cols) {
  return cols <= kColumnBlock ? RoundUpToLanes(cols) : kColumnBlock;
}

// float32 sums of these terms as the kernels promise to add them up: blocks of
// `depth` terms one after the other, their sums in a tree.
inline float SumOf(const std::vector<float>& terms, size_t depth,
                   size_t levels) {
  std::vector<float> sums(levels);
  for (size_t begin = 0; begin < terms.size(); begin += depth) {
    float block = 0;
    for (size_t k = begin; k < std::min(begin + depth, terms.size()); ++k)
      block += terms[k];
    sums[0] += block;
    size_t blocks = begin / depth + 1;
    for (size_t level = 1; level < levels && blocks % 16 == 0; ++level) {
      blocks /= 16;
      sums[level] += sums[level - 1];
      sums[level - 1] = 0;
    }
  }
  for (size_t level = levels - 1; level > 0; --level)
    sums[level - 1] += sums[level];
  return sums[0];
}

// A matrix that remembers each element that is stored.
class StoredMatrix {
 public:
  explicit StoredMatrix(const runtime::PanelLayout& layout)
      : layout_(layout), values_(layout.Size()), times_(layout.Size()) {}

  // `lanes` at offset `at`, which the kernel says is (row, col).
  void Store(size_t row, size_t col, size_t at, const float* lanes,
             size_t count) {
    is_placed_ &= at == layout_.Offset(row, col);
    is_inside_ &= at + count <= values_.size();
    if (!is_inside_) return;
    for (size_t i = 0; i < count; ++i) {
      values_[at + i] = lanes[i];
      ++times_[at + i];
    }
  }

  Dense Values() const {
    Dense values(layout_.rows, layout_.cols);
    for (size_t row = 0; row < layout_.rows; ++row)
      for (size_t col = 0; col < layout_.cols; ++col)
        values.At(row, col) = values_[layout_.Offset(row, col)];
    return values;
  }

  // Each element of these rows and columns once, with these bits; no other one.
  void Expect(const Dense& expected, Range rows, Range cols) const {
    EXPECT_TRUE(is_placed_);
    ASSERT_TRUE(is_inside_);
    std::vector<bool> is_padding(values_.size(), true);
    for (size_t row = 0; row < layout_.rows; ++row)
      for (size_t col = 0; col < layout_.cols; ++col) {
        const size_t at = layout_.Offset(row, col);
        is_padding[at] = false;
        const bool is_there = row >= rows.begin && row < rows.end &&
                              col >= cols.begin && col < cols.end;
        ASSERT_EQ(times_[at], is_there ? 1 : 0) << row << ", " << col;
        if (is_there)
          ASSERT_EQ(Bits(values_[at]), Bits(expected.At(row, col)))
              << values_[at] << " is not " << expected.At(row, col) << " at "
              << row << ", " << col;
      }
    for (size_t at = 0; at < values_.size(); ++at) {
      if (!is_padding[at]) continue;
      ASSERT_LE(times_[at], 1) << "padding at " << at;
      ASSERT_EQ(values_[at], 0.0f) << "padding at " << at;
    }
  }

 private:
  static uint32_t Bits(float value) { return std::bit_cast<uint32_t>(value); }

  runtime::PanelLayout layout_;
  std::vector<float> values_;
  std::vector<int> times_;
  bool is_placed_ = true;
  bool is_inside_ = true;
};

// The columns of a range of blocks.
inline Range ColumnsOfBlocks(Range blocks, size_t cols) {
  return {std::min(blocks.begin * kColumnBlock, cols),
          std::min(blocks.end * kColumnBlock, cols)};
}

inline size_t CountBlocks(size_t cols) {
  return (cols + kColumnBlock - 1) / kColumnBlock;
}

}  // namespace sinter::kernels

#endif  // SINTER_TESTS_KERNELS_PRODUCT_H_
