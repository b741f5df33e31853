#include "runtime/kernels/row_tiles.h"

#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "tests/kernels/dense.h"

namespace sinter::kernels {
namespace {

constexpr size_t kMostRows = 40;
constexpr size_t kMostHeight = 16;

template <class Check>
void ForAllCuts(const Check& check) {
  for (size_t rows = 1; rows <= kMostRows; ++rows)
    for (size_t height = 1; height <= kMostHeight; ++height) {
      SCOPED_TRACE(testing::Message() << rows << " rows by " << height);
      check(rows, CutRows(rows, height));
    }
}

TEST(RowTiles, FollowEachOtherTheLongerOnesFirst) {
  ForAllCuts([](size_t rows, const RowTiles& cut) {
    EXPECT_EQ(cut.Row(0), 0u);
    for (size_t tile = 0; tile < cut.count; ++tile)
      EXPECT_EQ(cut.Row(tile + 1) - cut.Row(tile),
                tile < cut.longer ? cut.rows : cut.rows - 1);
    EXPECT_EQ(cut.Row(cut.count), rows);
  });
}

TEST(RowTiles, CoveringCountsTheTilesWithASample) {
  ForAllCuts([](size_t rows, const RowTiles& cut) {
    for (size_t samples = 0; samples <= rows + 3; ++samples) {
      size_t covering = 0;
      for (size_t tile = 0; tile < cut.count; ++tile)
        covering += cut.Row(tile) < samples;
      EXPECT_EQ(cut.Covering(samples), covering);
    }
  });
}

TEST(RowTiles, SampleRowsAreShared) {
  ForAllCuts([](size_t rows, const RowTiles& cut) {
    for (size_t samples = 0; samples <= rows; ++samples) {
      size_t next = 0;
      for (size_t tile = 0; tile < cut.count; ++tile) {
        const Range range = SampleRows(cut, {tile, tile + 1}, samples);
        EXPECT_EQ(range.begin, next);
        EXPECT_GE(range.end, range.begin);
        next = range.end;
      }
      EXPECT_EQ(next, samples);
    }
  });
}

TEST(RowTiles, OneRow) {
  EXPECT_EQ(kOneRow.Row(0), 0u);
  EXPECT_EQ(kOneRow.Row(1), 1u);
  EXPECT_EQ(kOneRow.Covering(0), 0u);
  EXPECT_EQ(kOneRow.Covering(1), 1u);
}

TEST(SampleRow, IsTheRowItselfWithoutIndices) {
  EXPECT_EQ(SampleRow(nullptr, 7), 7u);
  const std::array<uint32_t, 3> indices = {5, 4'000'000'000, 0};
  for (size_t row = 0; row < indices.size(); ++row)
    EXPECT_EQ(SampleRow(indices.data(), row), indices[row]);
}

}  // namespace
}  // namespace sinter::kernels
