#include <vector>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "tests/kernels/transpose_test.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
// foreach_target.h comes first.
#include "hwy/highway.h"
#include "hwy/tests/hwy_gtest.h"
#include "runtime/kernels/transpose-inl.h"
#include "tests/kernels/guarded.h"
#include "tests/kernels/product.h"

HWY_BEFORE_NAMESPACE();
namespace sinter::kernels::HWY_NAMESPACE {

constexpr size_t kBlock = 4;

// Floats from the first of `lines` lines of `length` to the last's end.
inline size_t Extent(size_t lines, size_t length, size_t stride) {
  return lines == 0 || length == 0 ? 0 : (lines - 1) * stride + length;
}

inline void ExpectTransposed(size_t rows, size_t cols, size_t from_stride,
                             size_t to_stride, size_t misalignment) {
  SCOPED_TRACE(testing::Message()
               << rows << " x " << cols << ", strides " << from_stride
               << " and " << to_stride << ", at " << misalignment);
  std::vector<float> values(Extent(rows, cols, from_stride));
  for (size_t i = 0; i < values.size(); ++i)
    values[i] = static_cast<float>(i + 1);
  const Misaligned<float> from(values, misalignment);
  Guarded<float> to(Extent(cols, rows, to_stride), misalignment);

  TransposeBlock(from.data(), from_stride, rows, cols, to.data(), to_stride);

  for (size_t row = 0; row < rows; ++row)
    for (size_t col = 0; col < cols; ++col)
      EXPECT_EQ(to[col * to_stride + row],
                static_cast<float>(row * from_stride + col + 1));
  EXPECT_EQ(to.Written(), rows * cols);
  EXPECT_TRUE(to.GuardsHold());
}

void TransposesEveryBlock() {
  for (size_t rows = 0; rows <= kBlock; ++rows)
    for (size_t cols = 0; cols <= kBlock; ++cols)
      for (size_t from_stride : {4, 5, 16})
        for (size_t to_stride : {4, 7, 32})
          for (size_t misalignment = 0; misalignment < kBlock; ++misalignment)
            ExpectTransposed(rows, cols, from_stride, to_stride, misalignment);
}

// Some blocks of columns of kTaps matrices, stored in panels of kFrom and kTo
// columns; the others are not touched.
template <size_t kRows, size_t kCols, size_t kTaps, size_t kFrom, size_t kTo>
void ExpectTransposedBlocks() {
  using From = Matrix<kTaps * kCols, kRows, kFrom>;
  using To = Matrix<kTaps * kRows, kCols, kTo>;
  const runtime::PanelLayout from_layout = From::kLayout;
  std::vector<float> from(from_layout.Size());
  for (size_t row = 0; row < From::kRows; ++row)
    for (size_t col = 0; col < From::kCols; ++col)
      from[From::Offset(row, col)] = static_cast<float>(row * 1000 + col + 1);
  const size_t blocks = CountBlocks(kCols);
  for (size_t begin = 0; begin <= blocks; ++begin)
    for (size_t end = begin; end <= blocks; ++end) {
      const runtime::PanelLayout to_layout = To::kLayout;
      std::vector<float> to(to_layout.Size(), -1.0f);
      TransposeBlocks<From, To, kTaps>(from.data(), {begin, end}, to.data());
      size_t written = 0;
      for (const float value : to) written += value != -1.0f;
      const Range cols = ColumnsOfBlocks({begin, end}, kCols);
      EXPECT_EQ(written, kTaps * kRows * (cols.end - cols.begin));
      for (size_t tap = 0; tap < kTaps; ++tap)
        for (size_t row = 0; row < kRows; ++row)
          for (size_t col = cols.begin; col < cols.end; ++col)
            EXPECT_EQ(to[To::Offset(tap * kRows + row, col)],
                      from[From::Offset(tap * kCols + col, row)]);
    }
}

void TransposesBlocksOfColumns() {
  ExpectTransposedBlocks<1, 1, 1, 16, 16>();
  ExpectTransposedBlocks<10, 97, 1, 16, 32>();
  ExpectTransposedBlocks<67, 64, 1, 32, 32>();
  ExpectTransposedBlocks<33, 40, 1, 48, 32>();
  ExpectTransposedBlocks<5, 35, 9, 16, 32>();
}

}  // namespace sinter::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sinter::kernels {

HWY_BEFORE_TEST(TransposeTest);
HWY_EXPORT_AND_TEST_P(TransposeTest, TransposesEveryBlock);
HWY_EXPORT_AND_TEST_P(TransposeTest, TransposesBlocksOfColumns);

}  // namespace sinter::kernels
#endif  // HWY_ONCE
