// The compiler's layout formula and the runtime's are two copies of one
// definition: they must agree for every shape.
#include "compiler/ir/layout.h"

#include <gtest/gtest.h>

#include <set>

#include "compiler/spec/limits.h"
#include "runtime/engine/model.h"
#include "runtime/engine/panel_layout.h"

namespace sinter {
namespace {

// The spec's limit is the room that the runtime has.
static_assert(kMostMetrics == runtime::kMostMetrics);

TEST(Layout, AgreesWithTheRuntime) {
  for (int64_t rows : {1, 2, 5})
    for (int64_t cols = 1; cols <= 70; ++cols)
      for (int64_t panel : {16, 32, 48, 80}) {
        const Layout ours = {rows, cols, panel};
        const runtime::PanelLayout theirs = {static_cast<size_t>(rows),
                                             static_cast<size_t>(cols),
                                             static_cast<size_t>(panel)};
        ASSERT_EQ(ours.Size(), static_cast<int64_t>(theirs.Size()))
            << rows << " x " << cols << " in panels of " << panel;
        for (int64_t row = 0; row < rows; ++row)
          for (int64_t col = 0; col < cols; ++col)
            ASSERT_EQ(ours.Offset(row, col),
                      static_cast<int64_t>(theirs.Offset(row, col)))
                << rows << " x " << cols << " in panels of " << panel;
      }
}

TEST(Layout, ElementsHavePlacesOfTheirOwn) {
  for (int64_t cols = 1; cols <= 70; ++cols) {
    const Layout layout = {3, cols, 32};
    std::set<int64_t> places;
    for (int64_t row = 0; row < 3; ++row)
      for (int64_t col = 0; col < cols; ++col) {
        const int64_t place = layout.Offset(row, col);
        EXPECT_LT(place, layout.Size());
        EXPECT_TRUE(places.insert(place).second) << row << ", " << col;
      }
  }
}

// Whole vectors may be read and written wherever a column begins one.
TEST(Layout, RowsOfAPanelAreWholeVectors) {
  for (int64_t cols = 1; cols <= 70; ++cols) {
    const Layout layout = {3, cols, 32};
    for (int64_t row = 0; row < 3; ++row)
      for (int64_t col = 0; col < cols; col += kLaneMultiple) {
        EXPECT_EQ(layout.Offset(row, col) % kLaneMultiple, 0);
        EXPECT_LE(layout.Offset(row, col) + kLaneMultiple, layout.Size());
      }
  }
}

}  // namespace
}  // namespace sinter
