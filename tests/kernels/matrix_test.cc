#include "runtime/kernels/matrix.h"

#include <gtest/gtest.h>

#include <set>

namespace sinter::kernels {
namespace {

// The definition of runtime/engine/panel_layout.h, by counting.
template <class M>
size_t Definition(size_t row, size_t col) {
  size_t before = 0;
  size_t first = 0;
  for (; first + M::kPanel <= col; first += M::kPanel)
    before += M::kRows * M::kPanel;
  const size_t left = M::kCols - first;
  const bool is_narrow = first > 0 && left < M::kPanel;
  return before + row * (is_narrow ? RoundUpToLanes(left) : M::kPanel) + col -
         first;
}

template <class M>
class MatrixTest : public testing::Test {};

using Matrices =
    testing::Types<Matrix<1, 1, 16>, Matrix<5, 1, 32>, Matrix<3, 16, 16>,
                   Matrix<4, 31, 32>, Matrix<4, 32, 32>, Matrix<4, 33, 32>,
                   Matrix<7, 47, 32>, Matrix<7, 49, 32>, Matrix<2, 64, 32>,
                   Matrix<6, 70, 32>, Matrix<6, 70, 80>, Matrix<3, 100, 64>>;
TYPED_TEST_SUITE(MatrixTest, Matrices);

TYPED_TEST(MatrixTest, OffsetIsThatOfTheDefinition) {
  using M = TypeParam;
  std::set<size_t> offsets;
  for (size_t row = 0; row < M::kRows; ++row)
    for (size_t col = 0; col < M::kCols; ++col) {
      const size_t offset = M::Offset(row, col);
      EXPECT_EQ(offset, Definition<M>(row, col));
      EXPECT_EQ(offset, M::kLayout.Offset(row, col));
      EXPECT_LT(offset, M::kLayout.Size());
      EXPECT_TRUE(offsets.insert(offset).second) << row << ", " << col;
    }
}

TYPED_TEST(MatrixTest, StrideLeadsToTheNextRow) {
  using M = TypeParam;
  for (size_t row = 0; row + 1 < M::kRows; ++row)
    for (size_t col = 0; col < M::kCols; ++col)
      EXPECT_EQ(M::Offset(row, col) + M::Stride(col), M::Offset(row + 1, col));
}

// Tiles of `kVectors` vectors of `lanes` lanes: narrow ones within a panel,
// wider ones over panels of full width.
template <class M, size_t kVectors>
void ExpectVectorsStandAtTheirColumns(size_t lanes) {
  using Vectors = typename M::template Vectors<kVectors>;
  const size_t width = kVectors * lanes;
  const size_t full = M::kIsOnePanel ? M::kPanel : M::kCols / 32 * 32;
  for (size_t first = 0; first + width <= full; first += width)
    for (size_t vector = 0; vector < kVectors; ++vector) {
      const size_t col = vector * lanes;
      EXPECT_EQ(M::kLayout.Offset(0, first) + Vectors::Offset(col),
                M::kLayout.Offset(0, first + col))
          << kVectors << " vectors of " << lanes << " from " << first;
    }
}

TYPED_TEST(MatrixTest, VectorsOfATileStandAtTheirColumns) {
  using M = TypeParam;
  for (size_t lanes : {1, 4, 8, 16}) {
    ExpectVectorsStandAtTheirColumns<M, 1>(lanes);
    ExpectVectorsStandAtTheirColumns<M, 2>(lanes);
    ExpectVectorsStandAtTheirColumns<M, 4>(lanes);
    ExpectVectorsStandAtTheirColumns<M, 8>(lanes);
  }
}

}  // namespace
}  // namespace sinter::kernels
