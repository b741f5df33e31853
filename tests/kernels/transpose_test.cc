#include <vector>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "tests/kernels/transpose_test.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
// foreach_target.h comes first.
#include "hwy/highway.h"
#include "hwy/tests/hwy_gtest.h"
#include "runtime/kernels/transpose-inl.h"
#include "tests/kernels/guarded.h"

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

}  // namespace sinter::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sinter::kernels {

HWY_BEFORE_TEST(TransposeTest);
HWY_EXPORT_AND_TEST_P(TransposeTest, TransposesEveryBlock);

}  // namespace sinter::kernels
#endif  // HWY_ONCE
